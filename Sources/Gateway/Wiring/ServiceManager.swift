// SPDX-License-Identifier: Apache-2.0
import Glibc
import MeterChannel

/// The protocol of sd_notify(3): one datagram to the socket that the service manager names.
enum ServiceManager {
    /// Says that a reload begins; `READY=1` ends it.
    static func notifyReloading() {
        notify("RELOADING=1\nMONOTONIC_USEC=\(Moment.now().uptime / 1_000)")
    }

    /// Sends a state, if a service manager asked for it in `NOTIFY_SOCKET`; one that may be lost is
    /// not waited for.
    static func notify(_ state: String, waits: Bool = true) {
        guard let path = unsafe getenv("NOTIFY_SOCKET").map({ unsafe String(cString: $0) }),
            !path.isEmpty
        else {
            return
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        // A path that begins with @ is a name in the abstract namespace, whose first byte is zero.
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length =
            socklen_t(MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2)
            + socklen_t(bytes.count)
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let message = Array(state.utf8)
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        _ = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe sendto(
                    descriptor, message, message.count, flags, address, length)
            }
        }
    }
}
