// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The name of a host and the addresses behind it.
enum HostName {
    /// Whether a text is an address itself, so that nobody has to be asked.
    static func isAddress(_ text: String) -> Bool {
        var buffer = in6_addr()
        return unsafe inet_pton(AF_INET, text, &buffer) == 1
            || text.contains(":")
    }

    /// The addresses of a name in the system's order, as texts; none if it has none.
    ///
    /// This blocks for as long as the name servers take.
    static func addresses(of name: String) -> [String] {
        var wanted = unsafe addrinfo()
        unsafe wanted.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(name, nil, &wanted, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe text(of: entry.pointee) { addresses.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return addresses
    }

    private static func text(of entry: addrinfo) -> String? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let result = unsafe getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard result == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
