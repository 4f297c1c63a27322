// SPDX-License-Identifier: Apache-2.0
import History

/// Why a question about the past has no answer.
enum HistoryFault: Error, Hashable {
    case store(SeriesError)
    case tooLong
    /// A quantity that the meter or sensor never had, and those that it has.
    case unknownQuantity(String, known: [String])
}

extension HistoryFault: CustomStringConvertible {
    /// One sentence for people.
    var description: String {
        switch self {
        // Where the gateway keeps its files is nobody's business here.
        case .store(.noDatabase): "There is no history yet."
        case .store(let error): "\(error)."
        case .tooLong: "The answer takes too long; ask for less time or a coarser resolution."
        case .unknownQuantity(let name, let known):
            known.isEmpty
                ? "There is no quantity \(name), and nothing is known of this meter yet."
                : "There is no quantity \(name); there are \(known.joined(separator: ", "))."
        }
    }
}
