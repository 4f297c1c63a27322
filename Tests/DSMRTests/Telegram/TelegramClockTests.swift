// SPDX-License-Identifier: Apache-2.0
import DSMR
import Glibc
import Readings
import Testing

/// The meter's clock: its own flag decides, and nothing of the machine that reads it.
struct TelegramClockTests {
    private func time(_ text: String, winterOffset: Int64 = 3_600) throws -> String? {
        try Telegram.of("0-0:1.0.0(\(text))", winterOffset: winterOffset).time?.description
    }

    @Test(arguments: [
        ("180130102122W", "2018-01-30T09:21:22Z"), ("180730102122S", "2018-07-30T08:21:22Z"),
        // Last Sunday of March: two o'clock in winter is three o'clock in summer.
        ("250330015959W", "2025-03-30T00:59:59Z"), ("250330030000S", "2025-03-30T01:00:00Z"),
        // Last Sunday of October: the hour from two to three comes twice.
        ("251026023000S", "2025-10-26T00:30:00Z"), ("251026023000W", "2025-10-26T01:30:00Z"),
        ("251026025959S", "2025-10-26T00:59:59Z"), ("251026030000W", "2025-10-26T02:00:00Z"),
        // A flag against the season is taken at its word.
        ("250115120000S", "2025-01-15T10:00:00Z"),
        ("240229000000W", "2024-02-28T23:00:00Z"), ("000101000000W", "1999-12-31T23:00:00Z"),
        ("991231235959W", "2099-12-31T22:59:59Z"),
    ])
    func `W21 the S or W flag decides, in the hour that comes twice too`(
        _ text: String, _ utc: String
    ) throws {
        #expect(try time(text) == utc)
    }

    @Test func `W21 the time zone of the machine changes nothing`() async {
        // A process of its own: the environment belongs to all tests of this one.
        await #expect(processExitsWith: .success) {
            for zone in ["UTC", "Europe/Luxembourg", "America/New_York", "Asia/Kathmandu"] {
                unsafe setenv("TZ", zone, 1)
                tzset()
                let autumn = try Telegram.of("0-0:1.0.0(251026023000S)")
                #expect(autumn.time?.description == "2025-10-26T00:30:00Z")
                let spring = try Telegram.of("0-0:1.0.0(250330030000S)")
                #expect(spring.time?.description == "2025-03-30T01:00:00Z")
            }
        }
    }

    @Test(arguments: [
        (Int64(0), "2018-01-30T10:21:22Z"), (7_200, "2018-01-30T08:21:22Z"),
        (-18_000, "2018-01-30T15:21:22Z"),
    ])
    func `the winter offset is the configuration's`(_ offset: Int64, _ utc: String) throws {
        #expect(try time("180130102122W", winterOffset: offset) == utc)
    }

    @Test(arguments: [
        "632525252525S", "632525252525W", "000000000000W", "700101010000W", "700101000000S",
        "181301102122W", "180001102122W", "180132102122W", "180100102122W", "180229102122W",
        "180230102122W", "180431102122W", "180130242122W", "180130106022W", "180130102160W",
        "210229000000S",
    ])
    func `W22 an unset or impossible time is none`(_ text: String) throws {
        let telegram = try Telegram.of("0-0:1.0.0(\(text))")
        #expect(telegram.time == nil)
        #expect(telegram.lines == ["0-0:1.0.0 \(text)"])
        let kinds = telegram.objects.flatMap { telegram.values(of: $0).map(\.kind) }
        #expect(kinds == [.noTime])
    }

    @Test(arguments: [
        "180130102122", "180130102122X", "180130102122T", "18013010212W", "1801301021222W",
        "20240111 09:35:00", "(19-01-01 00:00:00)", "180130102122*W", "", "W", "18013O102122W",
    ])
    func `W22 what has no S or W behind twelve digits is no time`(_ text: String) throws {
        let telegram = try Telegram.of("0-0:1.0.0(\(text))")
        #expect(telegram.time == nil)
        #expect(telegram.faults.isEmpty)
    }

    @Test func `the first clock of a telegram counts`() throws {
        let telegram = try Telegram.of("0-0:1.0.0(180130102122W)", "0-0:1.0.0(190130102122W)")
        #expect(telegram.time?.description == "2018-01-30T09:21:22Z")
        let other = try Telegram.of("1-0:1.0.0(180130102122W)", "0-1:1.0.0(180130102122W)")
        #expect(other.time == nil)
    }
}
