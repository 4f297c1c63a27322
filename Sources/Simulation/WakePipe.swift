// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Lets another thread end a street that is waiting in `poll`.
final class WakePipe: Sendable {
    /// Readable once ``signal()`` was called.
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(SimulationError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw .system(call: "pipe", path: "wake", errno: errno)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
        SystemCall.prepare(readEnd)
        SystemCall.prepare(writeEnd)
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the street; safe from any thread, and more than once.
    func signal() { _ = unsafe write(writeEnd, "!", 1) }

    /// Takes the signal off, so that it wakes once; whether there was one.
    func take() -> Bool {
        var byte: UInt8 = 0
        return unsafe read(readEnd, &byte, 1) == 1
    }
}
