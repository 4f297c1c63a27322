// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a request's parameters.
enum RequestFault: Error, Hashable {
    case unknown(String, known: [String])
    case repeated(String)
    case malformed
    case missing(String)
    case notNumber(String, ClosedRange<Int>)
    case notTime(String)
    case notOneOf(String, [String])
    case notNames(String)
    case notMeter(String)
    case backwards(String, String)
    case twoHosts
    case noHost
}

extension RequestFault: CustomStringConvertible {
    /// One sentence for the person who wrote the request.
    var description: String {
        switch self {
        case .unknown(let name, let known):
            known.isEmpty
                ? "There is no parameter \(name); this path has none."
                : "There is no parameter \(name); there are \(known.joined(separator: ", "))."
        case .repeated(let name): "\(name) stands twice."
        case .malformed: "The query is not percent-encoded UTF-8."
        case .missing(let name): "\(name) is missing."
        case .notNumber(let name, let range):
            "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)."
        case .notTime(let name): "\(name) must be a time in UTC such as 2026-11-22T00:00:00Z."
        case .notOneOf(let name, let words):
            "\(name) must be one of \(words.joined(separator: ", "))."
        case .notNames(let name): "\(name) must be names with commas between them, at most 32."
        case .notMeter(let name): "\(name) must be the id of a meter or sensor."
        case .backwards(let first, let last): "\(first) lies after \(last); swap them."
        case .twoHosts: "The field Host stands twice."
        case .noHost: "The field Host is missing."
        }
    }
}
