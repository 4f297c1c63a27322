// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The viewer's end of the live socket.
struct LiveClient: ~Copyable {
    private let descriptor: Int32
    private var pending: [UInt8]

    /// Connects to the gateway that runs with a state folder.
    ///
    /// Throws the exit code with a message if there is none; `configuration` is the file that names
    /// the folder, for that message.
    init(stateDirectory: String, configuration: String) throws {
        // Nothing is initialised before what throws: Swift 6.2 cannot undo it in a type with `deinit`.
        let connected = try Self.connected(stateDirectory, configuration)
        descriptor = connected
        pending = []
    }

    deinit { close(descriptor) }

    /// A connected socket.
    private static func connected(_ stateDirectory: String, _ configuration: String) throws -> Int32
    {
        let path = stateDirectory + "/live.sock"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw Exit.because("\(path): the path of the live socket is too long", Exit.unavailable)
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let opened = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let connected = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(opened, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard opened >= 0, connected == 0 else {
            let isDenied = errno == EACCES
            if opened >= 0 { close(opened) }
            throw Exit.because(
                isDenied
                    ? "\(path) is not open to you; run this as the gateway's user or as root"
                    : "no gateway is running with this configuration (\(path)); "
                        + "start it with: meter-gateway run --config \(configuration)",
                Exit.unavailable)
        }
        return opened
    }

    /// Writes an order, a line of its own.
    func send(_ order: String) {
        let bytes = Array((order + "\n").utf8)
        _ = unsafe write(descriptor, bytes, bytes.count)
    }

    /// The rows that came within a wait; `nil` once the gateway has ended.
    mutating func rows(waitMilliseconds: Int32) -> [LiveRow]? {
        var readiness = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&readiness, 1, waitMilliseconds) > 0 else { return [] }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return nil }
        pending += chunk[..<count]
        guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let text = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end + 1)
        return text.split(separator: "\n").compactMap { LiveRow(line: $0) }
    }
}
