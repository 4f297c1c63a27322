// SPDX-License-Identifier: Apache-2.0
import Readings

/// The accounts that are different since they were told last.
enum AccountNews: Sendable {
    /// All there are; any other is gone.
    case all([MeterID: EpochAccount])
    /// These; the others are as they were.
    case some([MeterID: EpochAccount])

    /// Brings what was told before up to date.
    func apply(to accounts: inout [MeterID: EpochAccount]) {
        switch self {
        case .all(let all): accounts = all
        case .some(let some): accounts.merge(some) { _, new in new }
        }
    }
}
