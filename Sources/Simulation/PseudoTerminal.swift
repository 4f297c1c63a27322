// SPDX-License-Identifier: Apache-2.0
public import Glibc
import Locking

/// The far end of a serial line that exists in this machine only.
///
/// What is written here arrives at whoever opens ``path``, as from a wire. The kernel holds about
/// 20,000 bytes for a reader that does not come; there is no speed, no parity and no line error.
public final class PseudoTerminal: Sendable {
    /// The device to open as a serial port, `/dev/pts/3`.
    public let path: String

    /// The master's descriptor, or `nil` once hung up.
    ///
    /// Held while used, since a closed number goes to the next file that any thread opens.
    private let master: Mutex<Int32?>

    /// Makes a pair in the mode a new terminal has: cooked, with echo, as a port left by a shell.
    public init() throws(Failure) {
        var master: Int32 = -1
        var slave: Int32 = -1
        guard unsafe openpty(&master, &slave, nil, nil, nil) == 0 else {
            throw Failure(operation: "open a pseudo-terminal", errno: errno)
        }
        // The other side is whoever opens the path; here it would hide that nobody has.
        defer { close(slave) }
        let path = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) {
            text -> String? in
            guard let start = text.baseAddress, unsafe ttyname_r(slave, start, text.count) == 0
            else { return nil }
            return unsafe String(cString: start)
        }
        guard let path, fcntl(master, F_SETFD, FD_CLOEXEC) == 0,
            fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK) == 0
        else {
            let reason = errno
            close(master)
            throw Failure(operation: "set up a pseudo-terminal", errno: reason)
        }
        self.path = path
        self.master = Mutex(master)
    }

    deinit { hangUp() }

    /// The master's descriptor, to `poll` for room or for a reader; `nil` once hung up.
    ///
    /// It stays this value's own.
    public var descriptor: Int32? { master.withLock { $0 } }

    /// Unplugs: the reader's next read ends, and the device is gone.
    public func hangUp() {
        let descriptor = master.withLock { master in
            defer { master = nil }
            return master
        }
        if let descriptor { close(descriptor) }
    }

    /// Sends as many of the bytes as the line takes now; how many that were.
    ///
    /// Fewer than all means that nobody reads. Throws once hung up.
    public func write(_ bytes: some Collection<UInt8>) throws(Failure) -> Int {
        let bytes = Array(bytes)
        let (sent, reason) = master.withLock { master -> (Int, Int32) in
            guard let master else { return (-1, EIO) }
            var sent = 0
            while sent < bytes.count {
                let count = unsafe bytes[sent...].withUnsafeBytes { part in
                    unsafe Glibc.write(master, part.baseAddress, part.count)
                }
                if count < 0, errno == EINTR { continue }
                if count < 0, errno != EAGAIN { return (-1, errno) }
                guard count > 0 else { break }
                sent += count
            }
            return (sent, 0)
        }
        guard sent >= 0 else { throw Failure(operation: "write to \(path)", errno: reason) }
        return sent
    }

    /// What the other side sent and was not read yet, at most 4,096 bytes; empty if nothing.
    public func read() -> [UInt8] {
        master.withLock { master in
            guard let master else { return [] }
            return unsafe [UInt8](unsafeUninitializedCapacity: 4_096) { room, count in
                unsafe count = max(Glibc.read(master, room.baseAddress, room.count), 0)
            }
        }
    }

    /// The terminal's attributes, which both sides share; `nil` once hung up.
    public var attributes: termios? {
        master.withLock { master in
            var attributes = termios()
            guard let master, unsafe tcgetattr(master, &attributes) == 0 else { return nil }
            return attributes
        }
    }

    /// Changes the attributes, as another program on the port would.
    public func setAttributes(_ attributes: termios) {
        master.withLock { master in
            var attributes = attributes
            if let master { unsafe tcsetattr(master, TCSANOW, &attributes) }
        }
    }

    /// Makes, or moves at one stroke, a symbolic link to this terminal, as udev does in `by-id`.
    ///
    /// Calling it on a second terminal with the same link is a replug under another number.
    public func link(at link: String) throws(Failure) {
        let fresh = "\(link).new"
        unsafe unlink(fresh)
        guard unsafe symlink(path, fresh) == 0, unsafe rename(fresh, link) == 0 else {
            throw Failure(operation: "link \(link) to \(path)", errno: errno)
        }
    }
}

extension PseudoTerminal {
    /// Why a pseudo-terminal could not be made, linked or written to.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// What was tried, as a verb with its object.
        public let operation: String
        /// The system's reason.
        public let errno: Int32

        /// What was tried and the system's reason.
        public var description: String {
            guard let reason = unsafe strerror(errno) else { return "could not \(operation)" }
            return unsafe "could not \(operation): \(String(cString: reason))"
        }
    }
}
