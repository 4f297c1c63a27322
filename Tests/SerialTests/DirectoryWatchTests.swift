// SPDX-License-Identifier: Apache-2.0
import Glibc
import Serial
import Simulation
import TestSupport
import Testing

@Suite struct DirectoryWatchTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder() }

    @Test func `S1 a port that appears is noticed and can then be opened`() throws {
        let link = "\(directory.path)/usb-METER"
        var watch = try WatchedPath(link)
        #expect(throws: SerialError.missing(path: link)) {
            try SerialPort(SerialSettings(path: link)).close()
        }
        let meter = try PseudoTerminal()
        try meter.link(at: link)
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let changed = watch.drain()
        #expect(changed)
        try SerialPort(SerialSettings(path: link)).close()
    }

    @Test func `S1 a directory that appears later is followed down to the port`() throws {
        let link = "\(directory.path)/serial/by-id/usb-METER"
        var watch = try WatchedPath(link)
        let meter = try PseudoTerminal()
        var steps: [Bool] = []
        let makes: [() throws -> Void] = [
            { try directory.folder("serial") },
            { try directory.folder("serial/by-id") },
            { try meter.link(at: link) },
        ]
        for make in makes {
            try make()
            #expect(Descriptor.events(watch.descriptor) == POLLIN)
            steps.append(watch.drain())
        }
        #expect(steps == [true, true, true])
        try SerialPort(SerialSettings(path: link)).close()
    }

    @Test func `S1 directories made faster than they are watched are not overlooked`() throws {
        let link = "\(directory.path)/serial/by-id/usb-METER"
        var watch = try WatchedPath(link)
        let meter = try PseudoTerminal()
        try directory.folder("serial")
        try directory.folder("serial/by-id")
        try meter.link(at: link)
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let made = watch.drain()
        #expect(made)
        unsafe unlink(link)
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let removed = watch.drain()
        #expect(removed, "the watch had moved down at once")
    }

    @Test func `S2 a directory that goes away is waited for again`() throws {
        let folder = try directory.folder("by-id")
        let link = "\(folder)/usb-METER"
        let meter = try PseudoTerminal()
        try meter.link(at: link)
        var watch = try WatchedPath(link)
        unsafe unlink(link)
        unsafe rmdir(folder)
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let gone = watch.drain()
        #expect(gone)
        try directory.folder("by-id")
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let back = watch.drain()
        #expect(back)
    }

    @Test func `S3 a link that moves to another device is noticed`() throws {
        let link = "\(directory.path)/usb-METER"
        let before = try PseudoTerminal()
        let after = try PseudoTerminal()
        try before.link(at: link)
        var watch = try WatchedPath(link)
        try after.link(at: link)
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let changed = watch.drain()
        #expect(changed)
    }

    @Test func `the device behind a link that is there already is noticed too`() throws {
        let folder = try directory.folder("by-id")
        let link = "\(folder)/usb-METER"
        unsafe symlink("../ttyUSB0", link)
        var watch = try WatchedPath(link)
        close(unsafe creat("\(directory.path)/ttyUSB0", 0o600))
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let changed = watch.drain()
        #expect(changed)
    }

    @Test func `S5 a change of permissions is noticed`() throws {
        let file = "\(directory.path)/ttyUSB0"
        close(unsafe creat(file, 0o000))
        var watch = try WatchedPath(file)
        unsafe chmod(file, 0o660)
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let changed = watch.drain()
        #expect(changed)
    }

    @Test func `other names do not count`() throws {
        var watch = try WatchedPath("\(directory.path)/usb-METER1")
        close(unsafe creat("\(directory.path)/usb-METER10", 0o600))
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let changed = watch.drain()
        #expect(!changed)
        let again = watch.drain()
        #expect(!again)
    }

    @Test func `events that another reader took count the same`() throws {
        let file = "\(directory.path)/ttyUSB0"
        var watch = try WatchedPath(file)
        let reader = try watch.duplicate()
        defer { close(reader) }
        close(unsafe creat("\(directory.path)/other", 0o600))
        close(unsafe creat(file, 0o600))
        #expect(Descriptor.events(reader) == POLLIN)
        let events = Descriptor.readOnce(reader)
        let changed = watch.absorb(events)
        #expect(changed)
        let left = watch.drain()
        #expect(!left)
    }

    @Test func `a link to itself ends the search`() throws {
        let link = "\(directory.path)/loop"
        unsafe symlink("loop", link)
        var watch = try WatchedPath(link)
        unsafe unlink(link)
        #expect(Descriptor.events(watch.descriptor) == POLLIN)
        let changed = watch.drain()
        #expect(changed)
    }
}
