// SPDX-License-Identifier: Apache-2.0

/// Why a program that was run did not do its work.
public enum ProgramFailure: Error, Sendable, Hashable {
    /// There is no such program.
    case missing(program: String)
    /// It could not be started; the system's error number.
    case notStarted(program: String, errno: Int32)
    /// It was ended because it took longer than this many seconds.
    case tookTooLong(program: String, seconds: Int)
    /// It ended with this exit code, and said this.
    case failed(program: String, code: Int32, words: String)
    /// A signal ended it.
    case killed(program: String, signal: Int32)
}

extension ProgramFailure: CustomStringConvertible {
    /// What happened, in one line.
    public var description: String {
        switch self {
        case .missing(let program): "there is no program \(program)"
        case .notStarted(let program, let number):
            "\(program) could not be started (error \(number))"
        case .tookTooLong(let program, let seconds):
            "\(program) was ended after \(seconds) s"
        case .failed(let program, let code, let words):
            "\(program) ended with code \(code)" + (words.isEmpty ? "" : ": \(words)")
        case .killed(let program, let signal): "\(program) was ended by signal \(signal)"
        }
    }
}
