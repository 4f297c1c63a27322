// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Readings
import Testing

@testable import Gateway

/// What takes long on the disk keeps away from reports.
@Suite struct ReportTimesTests {
    @Test func `D6 the times of reports and day files are told, by the clock on the wall`() throws {
        let text = """
            version: 1
            mqtt: {url: mqtt://localhost}
            meters: [{id: flat-1, port: /dev/none}]
            mail: {from: gateway@example.net}
            reports: [{at: "06:30", to: [owner@example.net]}]
            """
        let loaded = try ConfigurationLoader(files: SystemFiles()).load(
            FileContents(bytes: Array(text.utf8), permissions: 0o600, owner: 0),
            path: "meters.yaml", environment: [:]
        ).get()
        let times = try #require(ReportTimes(loaded.configuration))
        // In summer, Luxembourg is two hours ahead of UTC.
        func isNear(_ hour: Int64, _ minute: Int64) -> Bool {
            times.isNear(UTCTime(seconds: 1_782_864_000 + hour * 3_600 + minute * 60))
        }
        #expect(!isNear(4, 19))
        #expect(isNear(4, 20))
        #expect(isNear(4, 30))
        #expect(isNear(4, 59))
        #expect(!isNear(5, 0))
        #expect(isNear(21, 50) && isNear(22, 0) && isNear(22, 29))
        #expect(!isNear(21, 49) && !isNear(22, 30))
        #expect(!isNear(12, 0))
    }
}
