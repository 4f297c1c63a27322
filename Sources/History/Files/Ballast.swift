// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Space that is held for the day the disk is full, so that the database can still finish what it
/// began and prune.
struct Ballast: Sendable {
    static let size: Int64 = 4 << 20
    let files: StoreFiles

    /// Whether the space is held.
    var isHeld: Bool { StoreFiles.status(files.ballast)?.bytes == Ballast.size }

    /// Takes the space if there is plenty; whether it is held.
    func hold() -> Bool {
        if isHeld { return true }
        guard files.freeBytes() > UInt64(3 * Ballast.size) else { return false }
        let descriptor = unsafe open(files.ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard posix_fallocate(descriptor, 0, off_t(Ballast.size)) == 0 else {
            unsafe unlink(files.ballast)
            return false
        }
        return true
    }

    /// Gives the space back.
    func release() { unsafe unlink(files.ballast) }
}
