// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The tables, and how an older database becomes a present one.
enum LogSchema {
    /// Small pages: a commit writes whole pages, and with 1 KiB instead of 4 that is half the wear.
    static let pageSize = 1_024
    /// Pages in the write-ahead log before they are moved into the database: 2 MiB, half of what
    /// the ballast can free.
    static let checkpointPages = 2_000

    /// Which schema this is; every migration ends with the number it leads to.
    static let version = 3

    /// All migrations in order; each runs in a transaction of its own.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 telegrams") { db in
            try db.execute(
                sql: """
                    CREATE TABLE epoch(
                        id INTEGER PRIMARY KEY, meter TEXT NOT NULL, title TEXT, fingerprint TEXT,
                        generation INTEGER NOT NULL, first INTEGER, last INTEGER, stored INTEGER NOT NULL,
                        missed_on INTEGER NOT NULL, missed_off INTEGER NOT NULL);
                    CREATE TABLE telegram(
                        id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, counter INTEGER NOT NULL, meter_time INTEGER,
                        rx_time INTEGER NOT NULL, flags INTEGER NOT NULL, frame_counter INTEGER,
                        energy_import INTEGER, energy_export INTEGER, body BLOB NOT NULL);
                    CREATE UNIQUE INDEX telegram_counter ON telegram(epoch, counter);
                    CREATE TABLE gap(
                        id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, from_counter INTEGER NOT NULL,
                        to_counter INTEGER NOT NULL, from_time INTEGER, to_time INTEGER NOT NULL, cause TEXT NOT NULL,
                        energy_import INTEGER, import_decimals INTEGER, energy_export INTEGER, export_decimals INTEGER);
                    CREATE INDEX gap_counter ON gap(epoch, from_counter);
                    CREATE TABLE cursor(
                        sink TEXT NOT NULL, epoch INTEGER NOT NULL, position INTEGER NOT NULL,
                        PRIMARY KEY(sink, epoch)) WITHOUT ROWID;
                    CREATE TABLE sink(name TEXT PRIMARY KEY) WITHOUT ROWID;
                    CREATE TABLE state(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                    PRAGMA user_version = 1;
                    """)
        }
        migrator.registerMigration("2 series") { try $0.execute(sql: series) }
        // Titles that nothing proves stand with their telegram: a stream for each had no bound.
        migrator.registerMigration("3 titles") { db in
            try db.execute(
                sql: "ALTER TABLE telegram ADD COLUMN title TEXT; PRAGMA user_version = 3;")
        }
        return migrator
    }

    /// The history: rows of all resolutions in one table, in the order of their keys.
    private static let series = """
        CREATE TABLE series_meter(
            id INTEGER PRIMARY KEY, meter TEXT NOT NULL UNIQUE, tail BLOB NOT NULL);
        CREATE TABLE quantity(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE series(id INTEGER PRIMARY KEY, minutes INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE missing(
            meter INTEGER NOT NULL, from_time INTEGER NOT NULL, to_time INTEGER NOT NULL,
            amounts BLOB NOT NULL, PRIMARY KEY(meter, from_time)) WITHOUT ROWID;
        CREATE TABLE equipment(
            meter INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT, from_time INTEGER NOT NULL,
            to_time INTEGER NOT NULL, is_closed INTEGER NOT NULL, opening BLOB NOT NULL,
            closing BLOB NOT NULL, PRIMARY KEY(meter, number)) WITHOUT ROWID;
        CREATE TABLE event(
            id INTEGER PRIMARY KEY, meter TEXT NOT NULL, time INTEGER NOT NULL, kind TEXT NOT NULL,
            facts TEXT NOT NULL);
        CREATE INDEX event_meter ON event(meter, id);
        CREATE TABLE sealed(
            id INTEGER PRIMARY KEY, start INTEGER NOT NULL, text TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE TABLE rolled_up(
            id INTEGER PRIMARY KEY CHECK(id = 1), position INTEGER NOT NULL,
            pruned INTEGER NOT NULL DEFAULT 0);
        PRAGMA user_version = 2;
        """

    /// Whether a file says in its header that a newer version made it; the file is only read.
    static func isNewer(_ path: String) -> Bool {
        DatabaseHeader.userVersion(path).map { $0 > version } ?? false
    }
}
