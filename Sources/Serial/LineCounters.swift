// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What a serial driver counted since the machine, or the adapter, started.
public struct LineCounters: Sendable, Hashable {
    /// Bytes without a stop bit: wrong speed, inverted level or noise.
    public var framing: Int
    /// Bytes the hardware lost because it was not read in time.
    public var overrun: Int
    /// Bytes with a wrong parity bit.
    public var parity: Int
    /// Times the line was held in the start state.
    public var breaks: Int
    /// Bytes the kernel lost because its buffer was full.
    public var bufferOverrun: Int

    /// Counters as given.
    public init(framing: Int, overrun: Int, parity: Int, breaks: Int, bufferOverrun: Int) {
        self.framing = framing
        self.overrun = overrun
        self.parity = parity
        self.breaks = breaks
        self.bufferOverrun = bufferOverrun
    }

    /// Asks the driver behind a descriptor; `nil` where it keeps none, as pseudo-terminals do not.
    public init?(descriptor: Int32) {
        // struct serial_icounter_struct of linux/serial.h, 20 ints:
        // cts dsr rng dcd rx tx frame overrun parity brk buf_overrun, 9 reserved.
        var counters: [20 of Int32] = .init(repeating: 0)
        let result = unsafe withUnsafeMutablePointer(to: &counters) { pointer in
            unsafe ioctl(descriptor, UInt(TIOCGICOUNT), UnsafeMutableRawPointer(pointer))
        }
        guard result == 0 else { return nil }
        self.init(
            framing: Int(counters[6]), overrun: Int(counters[7]), parity: Int(counters[8]),
            breaks: Int(counters[9]), bufferOverrun: Int(counters[10]))
    }
}
