// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The gateway's lock on its state folder, held while a copy is put in place.
struct RestoreLock {
    private let descriptor: Int32

    init(_ directory: String) throws(SeriesError) {
        let path = directory + "/lock"
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw PrivateFile.unwritable(path) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw .inUse
        }
        descriptor = opened
    }

    func end() { close(descriptor) }
}
