// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Writes bytes to a descriptor, however many pieces that takes; whether all were taken.
@discardableResult
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
        let written = unsafe bytes[start...].withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return false }
        start += written
    }
    return true
}
