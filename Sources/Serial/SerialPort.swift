// SPDX-License-Identifier: Apache-2.0
import Glibc

/// An open serial port that belongs to this process alone.
///
/// There is no half-open state: the port is raw and set as told, or `init` throws. The
/// descriptor does not block. On it, reading 0 bytes or a hang-up from `poll` means that the device
/// is gone; close then at once, since a held dead descriptor makes the adapter come back under
/// another number.
public struct SerialPort: ~Copyable, Sendable {
    /// The path that was asked for.
    public let path: String
    /// The device behind the path at the time of opening, with every symbolic link followed.
    public let device: String

    private let owned: OwnedDescriptor

    /// Opens and sets up a port.
    ///
    /// Links are followed anew each time. A driver may block in `open`: call this from a thread
    /// that may wait. Input from before the opening is thrown away unless the settings keep it.
    public init(_ settings: SerialSettings) throws(SerialError) {
        let path = settings.path
        let device = Device.resolve(path)
        let opened = unsafe open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw Self.refusal(path: path, device: device, errno: errno) }
        var owned = OwnedDescriptor(opened)
        guard try Self.claim(opened, path: path) else {
            // Closed first, or this process would itself be found among the holders.
            _ = consume owned
            throw .busy(path: path, holder: Device.holder(of: device))
        }
        owned.isExclusive = true
        try Self.configure(opened, settings)
        if !settings.keepsWaitingInput { try Self.flushInput(opened, path: path) }
        self.path = path
        self.device = device
        self.owned = owned
    }

    /// The descriptor; it stays this value's own.
    public var descriptor: Int32 { owned.number }

    /// Closes the port.
    public consuming func close() {}

    /// Hands the descriptor over: the caller closes it.
    public consuming func release() -> Int32 { owned.release() }

    /// A second descriptor of the same open port, for a reader that closes what it is given.
    ///
    /// The lock stays with this value, which gives it up when it is closed, even while the duplicate
    /// is still open; close both when the device is lost.
    public func duplicate() throws(SerialError) -> Int32 { try owned.duplicate(of: path) }

    /// Throws away what arrived and was not read yet.
    public func flushInput() throws(SerialError) {
        try Self.flushInput(descriptor, path: path)
    }

    /// The driver's error counters, or `nil` where it keeps none.
    public func counters() -> LineCounters? { LineCounters(descriptor: descriptor) }
}

extension SerialPort {
    private static func refusal(path: String, device: String, errno: Int32) -> SerialError {
        switch errno {
        case ENXIO where FileKind(of: path) == .socket: .notATTY(path: path, kind: .socket)
        case ENOENT, ENOTDIR, ENXIO, ENODEV: .missing(path: path)
        case EACCES, EPERM: .denied(path: path, group: Device.group(of: path))
        case EBUSY: .busy(path: path, holder: Device.holder(of: device))
        case EISDIR: .notATTY(path: path, kind: .folder)
        default: .io(path: path, operation: .open, errno: errno)
        }
    }

    /// Keeps other programs out: `flock` stops those that ask, `TIOCEXCL` all but root's.
    ///
    /// `false` if another program was first.
    private static func claim(_ descriptor: Int32, path: String) throws(SerialError) -> Bool {
        guard isatty(descriptor) == 1 else {
            // An unplugged or unpopulated port opens and then fails with EIO.
            guard errno == ENOTTY || errno == EINVAL else {
                throw .io(path: path, operation: .open, errno: errno)
            }
            throw .notATTY(path: path, kind: FileKind(of: path) ?? .device)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { return false }
            throw .io(path: path, operation: .lock, errno: errno)
        }
        // A pseudo-terminal keeps the flag until its master is closed, and would lock out its own
        // holder's next opening.
        if Device.isPseudoTerminal(descriptor) { return true }
        guard ioctl(descriptor, UInt(TIOCEXCL)) == 0 else {
            throw .io(path: path, operation: .lock, errno: errno)
        }
        return true
    }

    private static func configure(
        _ descriptor: Int32, _ settings: SerialSettings
    ) throws(SerialError) {
        let path = settings.path
        let mode = LineMode(settings, pseudoTerminal: Device.isPseudoTerminal(descriptor))
        var attributes = termios()
        guard unsafe tcgetattr(descriptor, &attributes) == 0 else {
            throw .io(path: path, operation: .configure, errno: errno)
        }
        mode.apply(to: &attributes)
        guard unsafe tcsetattr(descriptor, TCSANOW, &attributes) == 0 else {
            if errno == EINVAL { throw .settingsRefused(path: path, settings: [.all]) }
            throw .io(path: path, operation: .configure, errno: errno)
        }
        // tcsetattr succeeds if any one of the settings was taken.
        guard unsafe tcgetattr(descriptor, &attributes) == 0 else {
            throw .io(path: path, operation: .configure, errno: errno)
        }
        let refused = mode.refused(in: attributes)
        guard refused.isEmpty else { throw .settingsRefused(path: path, settings: refused) }
    }

    private static func flushInput(_ descriptor: Int32, path: String) throws(SerialError) {
        guard tcflush(descriptor, TCIFLUSH) == 0 else {
            throw .io(path: path, operation: .flush, errno: errno)
        }
    }
}
