// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// One frame that `meter-simulator telegram` made, with its key and its clear text.
struct RecordedMeter {
    /// Hex digits with a line end, as the simulator prints them.
    let hex: String
    /// 32 hex digits.
    let key: String
    /// The telegram in clear.
    let clear: String

    /// The frame itself.
    var bytes: [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    init() async throws {
        let start = ["--start-time", "2026-03-11T09:15:00Z"]
        let sealed = try ChildProcess([Programs.simulator, "telegram"] + start)
        #expect(await sealed.waitForEnd() == 0)
        let lines = sealed.lines.entries
        key = try #require(lines.first { $0.hasPrefix("key: ") }).dropFirst(5).description
        hex = try #require(lines.first { $0.hasPrefix("DB") }) + "\n"
        let plain = try ChildProcess([Programs.simulator, "telegram", "--plain"] + start)
        #expect(await plain.waitForEnd() == 0)
        clear = plain.lines.entries.map { $0 + "\r\n" }.joined()
    }
}
