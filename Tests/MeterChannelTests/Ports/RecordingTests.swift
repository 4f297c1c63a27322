// SPDX-License-Identifier: Apache-2.0
import Glibc
import NIOCore
import NIOPosix
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// A recording that cannot be written costs no telegram, stops nobody, and is told.
@Suite struct RecordingTests {
    private let folder: TemporaryFolder
    private var meter: VirtualMeter

    init() throws {
        folder = try TemporaryFolder()
        meter = try VirtualMeter.sample()
    }

    @Test mutating func `P1 a recording that blocks stops no other meter, and not the end either`()
        async throws
    {
        let pipe = folder.file("pipe")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        // Both on one thread, and on one that no other test needs.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let ports = [try PseudoTerminal(), try PseudoTerminal()]
        var other = try VirtualMeter.sample(1)
        let recorded = try RunningChannel(
            meter, LinkSettings(ports[0].address(), recordFile: pipe), eventLoop: group.next())
        let beside = try RunningChannel(
            other, LinkSettings(ports[1].address()), eventLoop: group.next())
        #expect(await recorded.isOpen())
        #expect(await beside.isOpen())
        let frame = try meter.frames(1)[0]
        #expect(try ports[0].write(frame) == frame.count)
        #expect(await recorded.hears(1))

        let ended = Journal<Void>()
        Task {
            try await recorded.stop()
            ended.append(())
        }
        #expect(await ended.wait(within: .seconds(3)) { !$0.isEmpty })
        let next = try other.frames(1)[0]
        #expect(try ports[1].write(next) == next.count)
        #expect(await beside.hears(1))
        guard !ended.entries.isEmpty else { return }
        try await beside.stop()
        try await group.shutdownGracefully()
    }

    @Test(arguments: ["pipe", "link", "folder", "nowhere/file"])
    mutating func `a recording that cannot be begun is the meter's last error`(name: String)
        async throws
    {
        let place = folder.file(name)
        switch name {
        case "pipe": #expect(unsafe mkfifo(place, 0o600) == 0)
        case "link": #expect(unsafe symlink("elsewhere", place) == 0)
        case "folder": #expect(unsafe mkdir(place, 0o700) == 0)
        default: break
        }
        let port = try PseudoTerminal()
        let channel = try RunningChannel(meter, LinkSettings(port.address(), recordFile: place))
        #expect(await channel.isOpen())
        let frame = try meter.frames(1)[0]
        #expect(try port.write(frame) == frame.count)
        #expect(await channel.hears(1))
        #expect(
            await channel.tells {
                $0.lastError?.code == "record_failed" && $0.lastError?.text.contains(place) ?? false
            })
        try await channel.stop()
        #expect(OpenFiles.contents(folder.file("elsewhere")).count == 0)
    }

    @Test mutating func `a recording goes on once it can, and both are told`() async throws {
        let place = folder.file("later/meter.bin")
        let port = try PseudoTerminal()
        let channel = try RunningChannel(meter, LinkSettings(port.address(), recordFile: place))
        #expect(await channel.isOpen())
        let frames = try meter.frames(2)
        #expect(try port.write(frames[0]) == frames[0].count)
        #expect(
            await channel.tells {
                $0.link.recordingFault == .notOpened(path: place, errno: ENOENT)
                    && $0.link.unrecordedBytes > 0
            })
        #expect(unsafe mkdir(folder.file("later"), 0o700) == 0)
        #expect(await channel.hears(1))
        #expect(try port.write(frames[1]) == frames[1].count)
        #expect(
            await channel.tells {
                $0.link.recordingFault == nil && $0.link.unrecordedBytes > 0
                    && $0.lastError?.code == "record_failed"
            })
        #expect(await channel.hears(2))
        try await channel.stop()
        #expect(OpenFiles.contents(place).suffix(frames[1].count) == frames[1][...])
    }

    @Test func `what is lost before a recording goes on is counted to the byte`() async throws {
        let recorder = Recorder(path: folder.file("later/meter.bin"))
        let changes = Journal<Void>()
        recorder.onChange { changes.append(()) }
        for count in 1...3 {
            recorder.append([1, 2, 3])
            #expect(await changes.wait { $0.count == count })
            #expect(recorder.dropped == UInt64(3 * count))
        }
        #expect(unsafe mkdir(folder.file("later"), 0o700) == 0)
        recorder.append([4, 5])
        await recorder.finish()
        #expect(recorder.fault == nil)
        #expect(recorder.dropped == 9)
        #expect(OpenFiles.contents(folder.file("later/meter.bin")) == [4, 5])
    }

    @Test func `a file that takes a part only has that part, and the rest is counted`() async throws
    {
        // A file that lacks 1,000 bytes to the size that its file system allows; most of it is a hole.
        let folder = try TemporaryFolder(inMemory: true)
        let file = folder.file("meter.bin")
        let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        var (allowed, refused) = ftruncate(descriptor, .max) == 0 ? (.max, .max) : (0, Int.max)
        while refused - allowed > 1 {
            let size = allowed + (refused - allowed) / 2
            if ftruncate(descriptor, size) == 0 { allowed = size } else { refused = size }
        }
        #expect(ftruncate(descriptor, allowed - 1_000) == 0)

        let recorder = Recorder(path: file)
        let bytes = (0..<1_500).map { UInt8(truncatingIfNeeded: $0) }
        recorder.append(bytes)
        recorder.append(bytes)
        await recorder.finish()
        var tail = [UInt8](repeating: 0, count: 1_000)
        #expect(unsafe pread(descriptor, &tail, tail.count, allowed - 1_000) == 1_000)
        #expect(tail == Array(bytes.prefix(1_000)))
        #expect(recorder.dropped == 2_000)
        let faults = [EFBIG, EINVAL, EOVERFLOW].map {
            RecordingFault.notWritten(path: file, errno: $0)
        }
        #expect(recorder.fault.map(faults.contains) == true)
    }

    @Test func `what waits for a disk that hangs is bounded, and told`() async throws {
        let recorder = Recorder(path: folder.file("meter.bin"))
        let changes = Journal<Void>()
        recorder.onChange { changes.append(()) }
        recorder.append([UInt8](repeating: 7, count: 1_024 * 1_024 + 1))
        #expect(recorder.fault == .stuck(path: folder.file("meter.bin")))
        #expect(recorder.dropped == 1_024 * 1_024 + 1)
        recorder.append([7])
        await recorder.finish()
        #expect(recorder.fault == nil)
        #expect(changes.entries.count == 2)
        #expect(OpenFiles.contents(folder.file("meter.bin")) == [7])
    }
}
