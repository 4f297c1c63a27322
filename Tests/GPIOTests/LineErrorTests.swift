// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import GPIO

@Suite struct LineErrorTests {
    static let line = LineSelector.offset(17)

    @Test(arguments: [
        (LineError.chipMissing(chip: "a"), "gpio_missing", "missing"),
        (.chipAmbiguous(label: "a", names: ["gpiochip0", "gpiochip1"]), "gpio_missing", "missing"),
        (.notAChip(path: "/dev/null"), "gpio_missing", "missing"),
        (.lineMissing(chip: "a", line: line, count: 8), "gpio_missing", "missing"),
        (.busy(chip: "a", line: line, consumer: nil), "gpio_busy", "busy"),
        (.denied(path: "/dev/gpiochip0"), "gpio_denied", "denied"),
        (.unsupported(chip: "a", line: line, errno: EINVAL), "gpio_unsupported", "missing"),
        (.lost(chip: "a", offset: 17, errno: ENODEV), "gpio_missing", "missing"),
    ])
    func `each error has its code and its state`(error: LineError, code: String, state: String) {
        #expect(error.code == code)
        #expect(error.requestState == state)
    }

    @Test func `G2 a busy line names its holder`() {
        let error = LineError.busy(chip: "gpiochip0", line: Self.line, consumer: "gpioset")
        #expect(
            error.description == "line 17 of GPIO chip 'gpiochip0' is held by 'gpioset'; "
                + "stop that program or choose another line")
    }

    @Test func `G3 a denied chip names the group to join`() {
        let error = LineError.opening("/dev/gpiochip0", errno: EACCES)
        #expect(error == .denied(path: "/dev/gpiochip0"))
        #expect(error.description.contains("'gpio' on Raspberry Pi OS"))
    }

    @Test func `a line number past the end says which numbers there are`() {
        let error = LineError.lineMissing(chip: "gpiochip0", line: .offset(58), count: 58)
        #expect(error.description == "GPIO chip 'gpiochip0' has no line 58: its lines are 0 to 57")
    }

    @Test func `G5 a refusal of the kernel says why in words`() {
        let error = LineError.unsupported(chip: "gpiochip0", line: Self.line, errno: EINVAL)
        #expect(error.description.contains("(Invalid argument)"))
    }
}
