// SPDX-License-Identifier: Apache-2.0
import GRDB
import Testing

@testable import History

/// The alarm that ends a look for damage.
@Suite struct CheckAlarmTests {
    @Test func `an alarm that was called off interrupts no later statement`() throws {
        let queue = try DatabaseQueue()
        let alarm = CheckAlarm(queue)
        try queue.write { db in
            db.add(
                function: DatabaseFunction("ring", argumentCount: 0) { _ in
                    alarm.ring()
                    return 1
                })
            let error = #expect(throws: DatabaseError.self) { try Self.count(db) }
            #expect(error?.resultCode == .SQLITE_INTERRUPT)
            alarm.callOff()
            let count = try Self.count(db)
            #expect(count == 100_000)
        }
    }

    /// Rings while a statement runs that has far to go.
    private static func count(_ db: Database) throws -> Int? {
        try Int.fetchOne(
            db,
            sql: """
                WITH RECURSIVE n(i) AS (SELECT ring() UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                SELECT count(*) FROM n
                """)
    }
}
