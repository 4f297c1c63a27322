// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

@testable import GPIO

/// What can be seen of the lookup without a GPIO chip; the rest is in `Tests/HIL`.
@Suite struct ChipLookupTests {
    private func request(_ chip: String) throws(LineError) {
        let line = LineSpecification(chip: chip, line: .offset(0))
        try OutputLine(line, consumer: "meter-gateway", active: false).close()
    }

    @Test(arguments: ["no-such-label", "gpiochip4711", "/dev/gpiochip4711"])
    func `G1 a chip that is not there is missing`(chip: String) {
        #expect(throws: LineError.chipMissing(chip: chip)) { try request(chip) }
    }

    @Test(arguments: ["/dev/null", "/dev"])
    func `a path that is no chip says so`(path: String) {
        #expect(throws: LineError.notAChip(path: path)) { try request(path) }
    }

    @Test func `a path longer than any chip's is refused`() {
        let path = "/dev/" + String(repeating: "x", count: 100)
        #expect(throws: LineError.unsupported(chip: path, line: nil, errno: ENAMETOOLONG)) {
            try request(path)
        }
    }

    @Test func `a file named as a chip does not stop the search for a label`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("", to: "gpiochip0")
        #expect(throws: LineError.chipMissing(chip: "pinctrl-bcm2711")) {
            try Chip.find("pinctrl-bcm2711", devices: folder.path).offset(of: .offset(0))
        }
        #expect(throws: LineError.notAChip(path: file)) {
            try Chip.find("gpiochip0", devices: folder.path).offset(of: .offset(0))
        }
    }
}
