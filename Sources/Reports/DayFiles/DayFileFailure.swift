// SPDX-License-Identifier: Apache-2.0
public import History

/// Why a day file was not written or a month not packed.
public enum DayFileFailure: Error, Sendable, Hashable {
    /// The history could not be read.
    case history(SeriesError)
    /// This file or folder could not be written.
    case notWritten(path: String)
    /// The archive of this month was not made.
    case notPacked(month: String, ProgramFailure)
}

extension DayFileFailure: CustomStringConvertible {
    /// What happened, in one line.
    public var description: String {
        switch self {
        case .history(let error): "\(error)"
        case .notWritten(let path): "\(path) could not be written"
        case .notPacked(let month, let failure): "the days of \(month) were not packed: \(failure)"
        }
    }
}
