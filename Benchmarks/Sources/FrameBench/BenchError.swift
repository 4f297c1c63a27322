// SPDX-License-Identifier: Apache-2.0

/// Why there is no figure.
enum BenchError: Error, CustomStringConvertible {
    /// The command line is none that is known.
    case usage
    /// Standard output takes no more.
    case output
    /// OpenSSL has no memory for a key.
    case noCipher
    /// The path did not do its work, so its time means nothing.
    case wrongResult(accepted: Int, expected: Int)

    var description: String {
        switch self {
        case .usage: "use: frame-bench frames|telegram|key|time|hostile|run CASE N"
        case .output: "cannot write to standard output"
        case .noCipher: "OpenSSL has no memory for a key"
        case .wrongResult(let accepted, let expected):
            "\(accepted) telegrams accepted where \(expected) were sent"
        }
    }
}
