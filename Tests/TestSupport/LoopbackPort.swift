// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking

/// Ports for servers that a test starts, and restarts, by number.
///
/// They lie below those the system gives to outgoing connections, so that no connection of another
/// test can take one between two starts; processes running side by side draw from different parts.
public enum LoopbackPort {
    private static let first: UInt16 = 20_000 + UInt16(getpid() % 120) * 100
    private static let drawn = Mutex<UInt16>(0)

    /// A port on which nobody listens, not drawn by this process before.
    public static func free() throws -> UInt16 {
        for _ in 0..<100 {
            let number = drawn.withLock { drawn in
                defer { drawn = (drawn + 1) % 100 }
                return first + drawn
            }
            guard let listener = try? LoopbackSocket.listening(on: number) else { continue }
            listener.close()
            return number
        }
        throw SystemFailure("drawing a port", number: EADDRINUSE)
    }
}
