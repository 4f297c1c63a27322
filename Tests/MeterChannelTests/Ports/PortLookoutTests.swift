// SPDX-License-Identifier: Apache-2.0
import Glibc
import Logging
import NIOCore
import NIOPosix
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// One inotify instance for all ports that may appear.
@Suite struct PortLookoutTests {
    private let folder: TemporaryFolder
    private let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    private let log = Journal<String>()
    private let told = Journal<Int>()
    private let lookout: PortLookout

    /// Somebody who waits until this goes.
    private final class Waiter: Sendable {
        let path: AwaitedPath
        init(_ path: consuming AwaitedPath) { self.path = path }
    }

    init() throws {
        folder = try TemporaryFolder()
        lookout = PortLookout(
            eventLoop: eventLoop, logger: Logger(label: "test") { [log] _ in LogJournal(log) })
    }

    private func wait(for path: String, as number: Int) -> Waiter {
        Waiter(lookout.wait(for: path) { [told] in told.append(number) })
    }

    private func make(_ path: String) { close(unsafe creat(path, 0o600)) }

    private func isTold(_ numbers: some Sequence<Int> & Sendable) async -> Bool {
        await told.wait(within: .seconds(6)) { Set($0).isSuperset(of: numbers) }
    }

    /// Descriptors of inotify instances.
    private var instances: Int { OpenFiles.count(of: "anon_inode:inotify") }

    @Test func `S1 300 ports are waited for with one inotify instance, each for itself`()
        async throws
    {
        let before = instances
        let there = try folder.folder("there")
        // A third each in a directory, behind links into it, and in one that does not exist yet.
        let paths = (0..<300).map { number in
            switch number % 3 {
            case 0: return "\(there)/tty\(number)"
            case 1:
                let link = folder.file("link\(number)")
                unsafe symlink("there/tty\(number)", link)
                return link
            default: return folder.file("serial/by-id/usb\(number)")
            }
        }
        var waiters = paths.enumerated().map { wait(for: $1, as: $0) }
        #expect(instances - before <= 2, "the lookout's own, and its reader's")
        for number in 0..<300 where number % 3 < 2 { make("\(there)/tty\(number)") }
        #expect(await isTold((0..<300).filter { $0 % 3 < 2 }))
        #expect(!told.entries.contains { $0 % 3 == 2 })
        try folder.folder("serial")
        #expect(await isTold((0..<300).filter { $0 % 3 == 2 }))
        // As a channel does when it is told.
        for waiter in waiters { waiter.path.follow() }
        let count = told.entries.count
        try folder.folder("serial/by-id")
        #expect(await told.wait { $0.count >= count + 100 })
        for waiter in waiters { waiter.path.follow() }
        make(paths[299])
        #expect(await told.wait { $0.dropFirst(count + 100).contains(299) })
        #expect(instances - before <= 2)

        waiters = []
        // Its reader closes on the thread that it reads on.
        try await eventLoop.submit {}.get()
        #expect(instances <= before)
        #expect(log.entries.isEmpty)
    }

    @Test func `S1 ports that share a lookout open each as its own device appears`() async throws {
        let ports = try (0..<2).map { _ in try PseudoTerminal() }
        let meter = try VirtualMeter.sample()
        let links = (0..<2).map { folder.file("usb\($0)") }
        let channels = try zip(ports, links).map { port, link in
            try RunningChannel(meter, LinkSettings(port.address(link)), lookout: lookout)
        }
        for channel in channels { #expect(await channel.tells { $0.link.port == .missing }) }
        for (number, channel) in channels.enumerated() {
            try ports[number].link(at: links[number])
            #expect(await channel.isOpen())
        }
        for channel in channels { try await channel.stop() }
    }

    @Test func `who has left is told nothing`() async throws {
        let first = wait(for: folder.file("1"), as: 1)
        do {
            _ = wait(for: folder.file("2"), as: 2)
        }
        make(folder.file("2"))
        make(folder.file("1"))
        #expect(await isTold([1]))
        #expect(!told.entries.contains(2))
        withExtendedLifetime(first) {}
    }

    @Test func `ports may come and go from many threads while events arrive`() async throws {
        let before = instances
        let lookout = lookout
        let path = folder.path
        await withDiscardingTaskGroup { group in
            for thread in 0..<4 {
                group.addTask {
                    await BackgroundThread.result {
                        for round in 0..<200 {
                            let name = "\(path)/\(thread)-\(round % 5)"
                            let path = lookout.wait(for: name) {}
                            close(unsafe creat(name, 0o600))
                            path.follow()
                            unsafe unlink(name)
                        }
                    }
                }
            }
        }
        // Meanwhile there may have been none: an instance ends when its reader's thread comes to it.
        try await eventLoop.submit {}.get()
        #expect(instances <= before)
        let waiter = wait(for: folder.file("last"), as: 1)
        make(folder.file("last"))
        #expect(await isTold([1]))
        withExtendedLifetime(waiter) {}
    }

    @Test func `without an instance the log is told once, and all are served once there is one`()
        async throws
    {
        // Nothing can be opened for as long as it takes to wait for two paths.
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var none = rlimit(rlim_cur: 0, rlim_max: limit.rlim_max)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &none)
        let waiters = (0..<2).map { wait(for: folder.file("\($0)"), as: $0) }
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #expect(
            log.entries == ["warning: No directory watch; ports are tried every half minute"])
        // As a port does before each try.
        waiters[0].path.follow()
        #expect(await isTold([1]), "the other is to follow its path, and to try")
        waiters[1].path.follow()
        make(folder.file("0"))
        #expect(await isTold([0]))
        let count = told.entries.count
        make(folder.file("1"))
        #expect(await told.wait { $0.count > count })
        #expect(log.entries.count == 1)
        withExtendedLifetime(waiters) {}
    }
}
