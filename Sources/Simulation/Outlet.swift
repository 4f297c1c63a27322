// SPDX-License-Identifier: Apache-2.0

/// Where the bytes of one port go: a pseudo-terminal or a TCP connection.
///
/// Nothing here waits.
protocol Outlet: AnyObject {
    /// What a configuration names as `port`.
    var address: String { get }
    /// What is behind the address at this moment; `nil` while unplugged.
    var place: String? { get }
    /// The descriptor on which to wait for room; `nil` while nobody is there.
    var writable: Int32? { get }
    /// Whether someone listens; looks for comers and goers.
    func isHeard(now: Int64) -> Bool
    /// Sends what fits, and says how many bytes that were; `nil` when the other side has gone.
    func write(_ bytes: ArraySlice<UInt8>) -> Int?
    /// Pulls the plug: the address vanishes.
    func unplug()
    /// Puts it back, elsewhere if there is an elsewhere.
    func replug() throws(SimulationError)
}
