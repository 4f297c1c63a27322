// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Space for the index of the write-ahead log, taken before it is needed.
///
/// SQLite maps that index (`-shm`) into memory. A mapped page for which the file system finds no block when it is first
/// written to ends the process (SIGBUS): seen on a full ext4 with blocks of 1 KiB, of which SQLite reserves only every
/// fourth. So all blocks are taken at once, and a disk without room for them is full.
final class IndexReserve: Sendable {
    /// For a write-ahead log of 32,000 pages; it has 2,000 unless a reader holds it up.
    private static let size: Int64 = 256 << 10

    /// Stays open as long as the database: closing any descriptor of a file drops all locks a process has on it.
    private let descriptor: Int32

    /// Takes the space behind an open database.
    init(_ files: StoreFiles) throws(StoreFailure) {
        let opened = unsafe open(files.database + "-shm", O_RDWR | O_CLOEXEC)
        guard opened >= 0 else { throw StoreFailure(files.fault() ?? .ioError) }
        let result = posix_fallocate(opened, 0, off_t(IndexReserve.size))
        guard result == 0 else {
            close(opened)
            throw StoreFailure(result == ENOSPC ? .diskFull : files.fault() ?? .ioError)
        }
        descriptor = opened
    }

    deinit { close(descriptor) }
}
