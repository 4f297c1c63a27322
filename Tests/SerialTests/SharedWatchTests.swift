// SPDX-License-Identifier: Apache-2.0
import Glibc
import Serial
import TestSupport
import Testing

/// A watch that many wait with.
@Suite struct SharedWatchTests {
    private let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func make(_ path: String) { close(unsafe creat(path, 0o600)) }

    /// Whom all pending events concern.
    private func drain(_ watch: inout DirectoryWatch) -> Set<Int> {
        var concerned: Set<Int> = []
        while true {
            let events = Descriptor.readOnce(watch.descriptor)
            guard !events.isEmpty else { return concerned }
            concerned.formUnion(watch.concerned(by: events.span))
        }
    }

    @Test func `S1 each event goes to those who wait for its name in its directory`() throws {
        let folders = try ["a", "b"].map { try directory.folder($0) }
        var watch = try DirectoryWatch(for: directory.path)
        // The same two names in both directories, and the first of them for two.
        let paths = folders.flatMap { ["\($0)/1", "\($0)/2"] } + ["\(folders[0])/1"]
        for (waiter, path) in paths.enumerated() {
            WatchedPlace.follow(path) { watch.arm(waiter, at: $0) }
        }
        make(paths[0])
        #expect(drain(&watch) == [0, 4])
        make(paths[3])
        #expect(drain(&watch) == [3])
    }

    @Test func `S2 a directory that goes away concerns all in it, and who leaves it nobody else`()
        throws
    {
        let folder = try directory.folder("by-id")
        var watch = try DirectoryWatch(for: folder)
        for waiter in 0..<3 {
            WatchedPlace.follow("\(folder)/\(waiter)") { watch.arm(waiter, at: $0) }
        }
        watch.disarm(1)
        make("\(folder)/1")
        #expect(drain(&watch).isEmpty)
        make("\(folder)/2")
        #expect(drain(&watch) == [2], "the directory is still watched for the others")
        for name in ["1", "2"] { unsafe unlink("\(folder)/\(name)") }
        unsafe rmdir(folder)
        #expect(drain(&watch) == [0, 2])
        for waiter in [0, 2] {
            WatchedPlace.follow("\(folder)/\(waiter)") { watch.arm(waiter, at: $0) }
        }
        try directory.folder("by-id")
        #expect(drain(&watch) == [0, 2], "they wait for the directory now")
    }

    @Test func `a directory that nobody waits in is not watched any more`() throws {
        let folder = try directory.folder("by-id")
        var watch = try DirectoryWatch(for: folder)
        WatchedPlace.follow("\(folder)/1") { watch.arm(1, at: $0) }
        watch.disarm(1)
        _ = drain(&watch)
        make("\(folder)/1")
        #expect(Descriptor.readOnce(watch.descriptor).isEmpty)
    }

    @Test func `events that found no room in the kernel may have been anybody's`() throws {
        var watch = try DirectoryWatch(for: directory.path)
        let path = directory.file("by-id")
        for waiter in 0..<3 {
            WatchedPlace.follow("\(path)/\(waiter)") { watch.arm(waiter, at: $0) }
        }
        let limit = try #require(Descriptor.number(in: "/proc/sys/fs/inotify/max_queued_events"))
        // Two events each, none like the one before.
        for _ in 0...limit / 2 {
            make(directory.file("other"))
            unsafe unlink(directory.file("other"))
        }
        #expect(drain(&watch) == [0, 1, 2])
    }
}
