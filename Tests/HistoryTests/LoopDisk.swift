// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport

/// A small ext4 file system of its own, in a file, whose written sectors the kernel counts.
final class LoopDisk {
    /// Where it is mounted.
    let path: String
    private let folder: TemporaryFolder
    private let device: String

    /// Whether this machine lets us mount.
    static var isOffered: Bool {
        guard geteuid() == 0, FileManager.default.fileExists(atPath: "/dev/loop-control") else {
            return false
        }
        return (try? LoopDisk(megabytes: 8)) != nil
    }

    /// Whether the kernel tells how much was written.
    static var isCounted: Bool { FileManager.default.fileExists(atPath: "/sys/block") }

    init(megabytes: Int, readOnly: Bool = false) throws {
        folder = try TemporaryFolder()
        path = folder.path + "/mounted"
        let image = folder.path + "/image"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try LoopDisk.demand("truncate", "-s", "\(megabytes)M", image)
        try LoopDisk.demand("mkfs.ext4", "-q", "-F", image)
        device = try LoopDisk.demand("losetup", "-f", "--show", image)
        do {
            try LoopDisk.demand("mount", "-o", readOnly ? "ro" : "rw", device, path)
        } catch {
            _ = try? ChildProcess.run("losetup", "-d", device)
            throw error
        }
    }

    deinit {
        // A file that is still open must not leave it behind for good.
        if (try? ChildProcess.run("umount", path))?.code != 0 {
            _ = try? ChildProcess.run("umount", "-l", path)
        }
        _ = try? ChildProcess.run("losetup", "-d", device)
    }

    /// Mounts it anew, to be written or only read.
    func remount(readOnly: Bool) throws {
        try LoopDisk.demand("mount", "-o", readOnly ? "remount,ro" : "remount,rw", path)
    }

    /// Fills it to its last block with a file whose name begins with `other`.
    func fill(_ name: String, whileOpen: () throws -> Void = {}) throws {
        let file = try OwnedFile(path + "/" + name)
        // Once it is on the medium, the file system gives back what it set aside for it too many.
        var hasRoom = true
        while hasRoom {
            hasRoom = false
            for size in [1 << 16, 1 << 10] {
                while file.append([UInt8](repeating: 0, count: size)) { hasRoom = true }
            }
            file.synchronize()
        }
        try whileOpen()
    }

    /// Bytes that can be written to it.
    var free: Int {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return 0 }
        return Int(status.f_bavail * status.f_frsize)
    }

    /// Removes what ``fill(_:)`` made.
    func empty() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix("other") {
            // Removed alone, it would keep its blocks for as long as anybody has it open: a program that
            // is being started has, until it runs.
            _ = unsafe truncate(path + "/" + name, 0)
            try? FileManager.default.removeItem(atPath: path + "/" + name)
        }
        // Freed blocks can be had again only once the file system's journal says that they are free.
        let folder = unsafe open(path, O_RDONLY | O_CLOEXEC)
        fsync(folder)
        close(folder)
    }

    /// Bytes written to the device so far, all that waits in memory included.
    func written() throws -> Int {
        sync()
        let name = URL(fileURLWithPath: device).lastPathComponent
        let text = try String(contentsOfFile: "/sys/block/\(name)/stat", encoding: .utf8)
        let fields = text.split(separator: " ")
        guard fields.count > 6, let sectors = Int(fields[6]) else { throw POSIXError(.EINVAL) }
        return sectors * 512
    }

    @discardableResult
    private static func demand(_ program: String, _ arguments: String...) throws -> String {
        let child = try ChildProcess(program, arguments)
        var lines: [String] = []
        while let line = child.line() { lines.append(line) }
        guard child.wait() == 0 else { throw POSIXError(.EPERM) }
        return lines.joined(separator: "\n")
    }
}
