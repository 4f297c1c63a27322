// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The right to be the only gateway on a state folder; it ends with the process at the latest.
public struct InstanceLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock on `gateway.lock` in a folder.
    ///
    /// Throws ``StoreFault/inUse`` when another process has it, and what the folder suffers from
    /// otherwise.
    public init(directory: String) throws(StoreFault) {
        let path = directory + "/gateway.lock"
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw StoreFiles(directory: directory).fault() ?? .ioError }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            close(opened)
            throw isHeld ? .inUse : .ioError
        }
        descriptor = opened
    }

    deinit { close(descriptor) }
}
