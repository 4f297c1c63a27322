// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Keeps a second gateway from running on the same state folder, and tells whether the last one
/// ended cleanly.
///
/// The lock is the kernel's: it ends with the process, however that ends. The file's text is
/// `running` until a clean end writes `ended`.
struct InstanceLock: ~Copyable {
    /// What taking the lock came to.
    enum Outcome: ~Copyable {
        case held(InstanceLock)
        /// Another gateway has it.
        case taken
        /// There is no place for the file; the gateway runs without.
        case impossible(errno: Int32)
    }

    private let descriptor: Int32
    /// Whether the gateway before this one ended without a word: a crash, a kill, a power cut.
    let wasUnclean: Bool

    private init(descriptor: Int32, wasUnclean: Bool) {
        self.descriptor = descriptor
        self.wasUnclean = wasUnclean
    }

    deinit { close(descriptor) }

    /// Takes the lock in a state folder.
    static func take(in folder: String) -> Outcome {
        let opened = unsafe open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return .impossible(errno: errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            return .taken
        }
        var text = [UInt8](repeating: 0, count: 16)
        let count = unsafe read(opened, &text, text.count)
        let wasUnclean = count > 0 && text[..<count].starts(with: "running".utf8)
        let lock = InstanceLock(descriptor: opened, wasUnclean: wasUnclean)
        lock.write("running\n")
        return .held(lock)
    }

    /// Notes a clean end.
    func end() { write("ended\n") }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = unsafe pwrite(descriptor, bytes, bytes.count, 0)
        fsync(descriptor)
    }
}
