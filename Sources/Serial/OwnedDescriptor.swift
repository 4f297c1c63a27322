// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file descriptor that is closed with the value that owns it.
struct OwnedDescriptor: ~Copyable, Sendable {
    /// The descriptor, for calls that only borrow it.
    let number: Int32
    /// Whether this value made the terminal exclusive and gives that up before it closes.
    var isExclusive = false

    /// Takes over a descriptor that nobody else will close.
    init(_ number: Int32) { self.number = number }

    deinit {
        // The terminal stays exclusive until its last descriptor is closed, and a reader's duplicate
        // may live on for a moment: the next opening would be refused.
        if isExclusive { _ = ioctl(number, UInt(TIOCNXCL)) }
        // A child that another thread has just forked holds a copy until it execs, and with it the
        // lock: closing alone would leave the file locked for that moment.
        flock(number, LOCK_UN)
        close(number)
    }

    /// Gives the descriptor away without closing it.
    consuming func release() -> Int32 {
        let number = self.number
        discard self
        return number
    }

    /// A second descriptor of the same open file; the caller closes it.
    func duplicate(of path: String) throws(SerialError) -> Int32 {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .io(path: path, operation: .duplicate, errno: errno) }
        return copy
    }
}
