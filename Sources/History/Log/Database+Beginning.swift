// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

// A run that begins to work with a database.
extension Database {
    /// Notes the run, its sinks and, in a new database, what it begins with; whether it is new.
    func begin(_ seed: LogSeed?, sinks: [String], at wall: UTCTime) throws
        -> (contents: LogContents, isNew: Bool)
    {
        let isNew = try note("identity") == nil
        if isNew {
            let identity = "\(wall.milliseconds)-\(UInt64.random(in: .min ... .max))"
            try note("identity", identity)
            for stream in seed?.streams ?? [] { try insert(stream) }
            try write(LogCheckpoint(streams: [], cursors: seed?.cursors ?? []))
        }
        try execute(sql: "DELETE FROM sink")
        for sink in sinks { try run("INSERT INTO sink VALUES(?)", [sink]) }
        try execute(sql: "DELETE FROM cursor WHERE sink NOT IN (SELECT name FROM sink)")
        try checkFigures()
        let contents = try LogContents(self)
        try note("clean", "no")
        return (contents, isNew)
    }
}
