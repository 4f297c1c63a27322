// SPDX-License-Identifier: Apache-2.0
import CFileFaults
import Foundation
import Locking
import TestSupport

/// A disk that forgets at a power cut: what was written and not synced is kept, lost or torn as chance will have it.
struct DiskJournal: Sendable {
    fileprivate enum Operation: Sendable {
        case write(offset: Int, bytes: [UInt8])
        case truncate(Int)
    }

    fileprivate struct File: Sendable {
        var durable: [UInt8] = []
        var pending: [Operation] = []
    }

    private var files: [String: File] = [:]

    /// The one journal that C code can reach.
    private static let shared = Mutex(DiskJournal())

    /// Begins to follow what is written below a folder.
    static func follow(_ folder: String) {
        shared.withLock { $0.files = [:] }
        unsafe file_faults_watch(
            folder,
            FileWatcher(
                write: { path, bytes, count, offset in
                    guard let path = unsafe path, let bytes = unsafe bytes else { return }
                    let name = unsafe String(cString: path)
                    let copy = unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
                    DiskJournal.shared.withLock {
                        $0.files[name, default: DiskJournal.File()].pending.append(
                            .write(offset: Int(offset), bytes: copy))
                    }
                },
                truncate: { path, size in
                    guard let path = unsafe path else { return }
                    let name = unsafe String(cString: path)
                    DiskJournal.shared.withLock {
                        $0.files[name, default: DiskJournal.File()].pending.append(
                            .truncate(Int(size)))
                    }
                },
                sync: { path in
                    guard let path = unsafe path else { return }
                    let name = unsafe String(cString: path)
                    DiskJournal.shared.withLock { $0.files[name]?.sync() }
                }))
    }

    /// Cuts the power: writes into `folder` what a disk could hold now, and ends following.
    static func cut(into folder: String, using generator: inout SeededGenerator) throws {
        unsafe file_faults_watch(nil, FileWatcher(write: nil, truncate: nil, sync: nil))
        let files = shared.withLock { $0.files }
        // What is removed is taken to be gone at once.
        let present = files.filter {
            FileManager.default.fileExists(atPath: $0.key) && !$0.key.hasSuffix("-shm")
        }
        for (path, file) in present.sorted(by: { $0.key < $1.key }) {
            let bytes = file.afterCut(using: &generator)
            let name = URL(fileURLWithPath: path).lastPathComponent
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
    }
}

extension DiskJournal.File {
    fileprivate mutating func sync() {
        for operation in pending { Self.apply(operation, to: &durable) }
        pending = []
    }

    /// One of the many states in which the file may be found: nothing lost, everything lost, or any part, in pieces of 512.
    fileprivate func afterCut(using generator: inout SeededGenerator) -> [UInt8] {
        var image = durable
        let chance = [0, 50, 90, 100].randomElement(using: &generator) ?? 0
        for operation in pending where Int.random(in: 0..<100, using: &generator) < chance {
            guard case .write(let offset, let bytes) = operation, bytes.count > 512,
                Bool.random(using: &generator)
            else {
                Self.apply(operation, to: &image)
                continue
            }
            let part = Int.random(in: 0...bytes.count / 512, using: &generator) * 512
            Self.apply(.write(offset: offset, bytes: Array(bytes.prefix(part))), to: &image)
        }
        return image
    }

    private static func apply(_ operation: DiskJournal.Operation, to image: inout [UInt8]) {
        switch operation {
        case .truncate(let size):
            if size < image.count {
                image.removeLast(image.count - size)
            } else {
                image += [UInt8](repeating: 0, count: size - image.count)
            }
        case .write(let offset, let bytes):
            let end = offset + bytes.count
            if end > image.count { image += [UInt8](repeating: 0, count: end - image.count) }
            image.replaceSubrange(offset..<end, with: bytes)
        }
    }
}
