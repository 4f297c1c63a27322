// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Writes bytes to a descriptor, however many pieces that takes; how many were taken.
///
/// Waits where somebody made the descriptor one that does not.
@discardableResult
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int {
    var start = 0
    while start < bytes.count {
        let written = unsafe bytes[start...].withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        if written < 0, errno == EINTR { continue }
        if written < 0, errno == EAGAIN {
            var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            unsafe poll(&room, 1, -1)
            continue
        }
        guard written > 0 else { break }
        start += written
    }
    return start
}
