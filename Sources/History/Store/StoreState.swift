// SPDX-License-Identifier: Apache-2.0
public import Readings

/// How the log is: in order, or degraded with a reason.
public struct StoreState: Sendable, Hashable {
    /// What is wrong; `nil` when nothing is.
    public let fault: StoreFault?
    /// Whether telegrams are being stored all the same.
    public let isStoring: Bool
    /// Since when.
    public let since: UTCTime

    /// The word for health: `ok`, or the fault's.
    public var word: String { fault?.rawValue ?? (isStoring ? "ok" : "starting") }
}
