// SPDX-License-Identifier: Apache-2.0
import GRDB
import Locking

/// Interrupts what a connection does, unless it was called off.
///
/// An alarm that is called off may have begun already: calling it off waits for that, so that
/// neither the next statement nor a connection that is being closed meets it.
final class CheckAlarm: Sendable {
    private let connection: Mutex<DatabaseQueue?>

    /// An alarm for a connection, which it keeps until it is called off.
    init(_ connection: DatabaseQueue) { self.connection = Mutex(connection) }

    /// Interrupts the connection, if it still may.
    func ring() { connection.withLock { $0?.interrupt() } }

    /// From now on nothing is interrupted.
    func callOff() { connection.withLock { $0 = nil } }
}
