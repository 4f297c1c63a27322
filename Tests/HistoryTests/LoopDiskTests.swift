// SPDX-License-Identifier: Apache-2.0
import Testing

/// The disk that other tests fill, empty and make read-only.
@Suite(.serialized, .enabled(if: LoopDisk.isOffered, "needs the right to mount a file"))
struct LoopDiskTests {
    @Test func `a disk is empty again beside a program that was started while it was filled`()
        throws
    {
        let disk = try LoopDisk(megabytes: 16)
        let before = disk.free
        var child: ChildProcess?
        defer {
            child?.kill()
            child?.wait()
        }
        try disk.fill("other") {
            child = try ChildProcess("sh", ["-c", "echo up; exec sleep 600"])
            #expect(child?.line() == "up")
        }
        #expect(disk.free < before / 20)
        disk.empty()
        #expect(disk.free > before - before / 20)
        try disk.remount(readOnly: true)
    }
}
