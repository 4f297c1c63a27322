// SPDX-License-Identifier: Apache-2.0
import GPIO
import Testing

@Suite struct LineSpecificationTests {
    @Test func `a line is active high and released on exit unless told otherwise`() {
        let line = LineSpecification(chip: "pinctrl-bcm2711", line: .offset(17))
        #expect(!line.activeLow)
        #expect(line.onExit == .release)
    }

    @Test func `two specifications of one line are equal and hash alike`() {
        let first = LineSpecification(chip: "gpiochip0", line: .name("GPIO22"), activeLow: true)
        let second = LineSpecification(chip: "gpiochip0", line: .name("GPIO22"), activeLow: true)
        #expect(first == second)
        #expect(Set([first, second]).count == 1)
    }

    @Test func `a line by number is not the line with that number as its name`() {
        #expect(LineSelector.offset(17) != LineSelector.name("17"))
    }
}
