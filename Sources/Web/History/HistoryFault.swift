// SPDX-License-Identifier: Apache-2.0
import History

/// Why a question about the past has no answer.
enum HistoryFault: Error, Hashable {
    case store(SeriesError)
    case tooLong
}

extension HistoryFault: CustomStringConvertible {
    /// One sentence for people.
    var description: String {
        switch self {
        case .store(let error): "\(error)."
        case .tooLong: "The answer takes too long; ask for less time or a coarser resolution."
        }
    }
}
