// SPDX-License-Identifier: Apache-2.0
import Glibc
import Serial
import Simulation
import TestSupport
import Testing

@Suite struct SerialPortTests {
    @Test func `all 256 byte values pass unchanged`() throws {
        let meter = try PseudoTerminal()
        let port = try SerialPort(SerialSettings(path: meter.path))
        let all = (0...255).map { UInt8($0) }
        #expect(try meter.write(all) == 256)
        #expect(Descriptor.read(port.descriptor, count: 256) == all)
        #expect(meter.read() == [], "nothing is echoed")
    }

    @Test func `S10 the cooked mode that another tool left is undone`() throws {
        let meter = try PseudoTerminal()
        var cooked = try #require(meter.attributes)
        cooked.c_iflag |= tcflag_t(ICRNL | IXON | IXOFF | ISTRIP | PARMRK | INPCK)
        cooked.c_lflag |= tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        cooked.c_oflag |= tcflag_t(OPOST)
        cooked.c_cflag |= tcflag_t(HUPCL)
        meter.setAttributes(cooked)
        let port = try SerialPort(SerialSettings(path: meter.path))
        let eaten: [UInt8] = [0x11, 0x13, 0x03, 0x04, 0x1a, 0x7f, 0x0d, 0x0a, 0xff, 0xdb, 0x00]
        #expect(try meter.write(eaten) == eaten.count)
        #expect(Descriptor.read(port.descriptor, count: eaten.count) == eaten)
    }

    @Test func `S11 closing the port does not drop the modem lines`() throws {
        let meter = try PseudoTerminal()
        try SerialPort(SerialSettings(path: meter.path)).close()
        let attributes = try #require(meter.attributes)
        #expect(attributes.c_cflag & tcflag_t(HUPCL) == 0)
    }

    @Test(arguments: [300, 9_600, 115_200, 921_600])
    func `the speed is set`(speed: Int) throws {
        let meter = try PseudoTerminal()
        let baud = try #require(BaudRate(speed))
        let port = try SerialPort(SerialSettings(path: meter.path, baud: baud))
        var attributes = try #require(meter.attributes)
        // Their type depends on the C library.
        let codes: [Int: speed_t] = [
            300: speed_t(B300), 9_600: speed_t(B9600), 115_200: speed_t(B115200),
            921_600: speed_t(B921600),
        ]
        let code = unsafe cfgetospeed(&attributes)
        #expect(codes[speed] == code)
        port.close()
    }

    @Test func `a pseudo-terminal takes the settings of an old meter as far as it can`() throws {
        let meter = try PseudoTerminal()
        let settings = SerialSettings(
            path: meter.path, baud: .b9600, parity: .even, dataBits: .seven)
        let port = try SerialPort(settings)
        #expect(try meter.write([0x2f]) == 1)
        #expect(Descriptor.read(port.descriptor, count: 1) == [0x2f])
    }

    @Test func `what arrived before the opening is thrown away`() throws {
        let meter = try PseudoTerminal()
        let first = try SerialPort(SerialSettings(path: meter.path))
        #expect(try meter.write([1, 2, 3]) == 3)
        #expect(Descriptor.events(first.descriptor) == POLLIN)
        first.close()
        let second = try SerialPort(SerialSettings(path: meter.path))
        #expect(try meter.write([4]) == 1)
        #expect(Descriptor.read(second.descriptor, count: 1) == [4])
    }

    @Test func `P12 what waits on the port is read where the settings keep it`() throws {
        let meter = try PseudoTerminal()
        var settings = SerialSettings(path: meter.path)
        // The first opening makes the line raw.
        try SerialPort(settings).close()
        #expect(try meter.write([1, 2, 3]) == 3)
        settings.keepsWaitingInput = true
        let port = try SerialPort(settings)
        #expect(Descriptor.read(port.descriptor, count: 3) == [1, 2, 3])
    }

    @Test func `what arrived can be thrown away later too`() throws {
        let meter = try PseudoTerminal()
        let port = try SerialPort(SerialSettings(path: meter.path))
        #expect(try meter.write([1, 2, 3]) == 3)
        #expect(Descriptor.events(port.descriptor) == POLLIN)
        try port.flushInput()
        #expect(Descriptor.readOnce(port.descriptor) == [])
    }

    @Test func `S12 an idle port would block and only a lost one ends`() throws {
        let meter = try PseudoTerminal()
        let port = try SerialPort(SerialSettings(path: meter.path))
        var byte: UInt8 = 0
        let idle = unsafe read(port.descriptor, &byte, 1)
        let reason = errno
        #expect(idle == -1)
        #expect(reason == EAGAIN)
        meter.hangUp()
        #expect(Descriptor.events(port.descriptor) & POLLHUP != 0)
        let lost = unsafe read(port.descriptor, &byte, 1)
        #expect(lost == 0)
    }

    @Test func `S3 a link is followed again at each opening`() throws {
        let directory = try TemporaryFolder()
        let link = "\(directory.path)/usb-METER"
        let before = try PseudoTerminal()
        try before.link(at: link)
        let first = try SerialPort(SerialSettings(path: link))
        #expect(first.device == before.path)
        let after = try PseudoTerminal()
        try after.link(at: link)
        before.hangUp()
        first.close()
        let second = try SerialPort(SerialSettings(path: link))
        #expect(second.path == link)
        #expect(second.device == after.path)
        #expect(try after.write([7]) == 1)
        #expect(Descriptor.read(second.descriptor, count: 1) == [7])
    }

    @Test func `a released descriptor outlives the port`() throws {
        let meter = try PseudoTerminal()
        let descriptor = try SerialPort(SerialSettings(path: meter.path)).release()
        defer { close(descriptor) }
        #expect(try meter.write([9]) == 1)
        #expect(Descriptor.read(descriptor, count: 1) == [9])
    }

    @Test func `a duplicate reads on after the port has given up its lock`() throws {
        let meter = try PseudoTerminal()
        let port = try SerialPort(SerialSettings(path: meter.path))
        let copy = try port.duplicate()
        defer { close(copy) }
        port.close()
        #expect(try meter.write([5]) == 1)
        #expect(Descriptor.read(copy, count: 1) == [5])
        try SerialPort(SerialSettings(path: meter.path)).close()
    }

    @Test func `a closed port is not exclusive any more, although a duplicate is still open`()
        throws
    {
        let meter = try PseudoTerminal()
        let port = try SerialPort(SerialSettings(path: meter.path))
        let copy = try port.duplicate()
        defer { close(copy) }
        // As on a real line; a pseudo-terminal is not made so.
        #expect(ioctl(copy, UInt(TIOCEXCL)) == 0)
        #expect(Descriptor.isExclusive(copy) == true)
        port.close()
        #expect(Descriptor.isExclusive(copy) == false)
        try SerialPort(SerialSettings(path: meter.path)).close()
    }

    @Test func `a port that another holds keeps what that one has set`() throws {
        let meter = try PseudoTerminal()
        let holder = try SerialPort(SerialSettings(path: meter.path))
        #expect(ioctl(holder.descriptor, UInt(TIOCEXCL)) == 0)
        #expect(throws: SerialError.self) {
            try SerialPort(SerialSettings(path: meter.path)).close()
        }
        #expect(Descriptor.isExclusive(holder.descriptor) == true)
        holder.close()
    }

    @Test func `S9 a driver without counters has none`() throws {
        let meter = try PseudoTerminal()
        let port = try SerialPort(SerialSettings(path: meter.path))
        #expect(port.counters() == nil)
    }
}
