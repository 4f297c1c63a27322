// SPDX-License-Identifier: Apache-2.0
import Serial
import Testing

@Suite struct SerialSettingsTests {
    @Test func `a port is 115200 8N1 unless told otherwise`() {
        let settings = SerialSettings(path: "/dev/ttyUSB0")
        #expect(settings.baud.bitsPerSecond == 115_200)
        #expect(settings.parity == .none)
        #expect(settings.dataBits == .eight)
    }

    @Test func `speeds run from 300 to 921600`() {
        #expect(BaudRate.supported.first == 300)
        #expect(BaudRate.supported.last == 921_600)
        #expect(BaudRate.supported.count == 13)
    }

    @Test(arguments: [0, -9_600, 9_601, 14_400, 1_000_000])
    func `any other speed is refused`(speed: Int) {
        #expect(BaudRate(speed) == nil)
    }
}
