// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A speed that a serial port can be set to.
public struct BaudRate: Sendable, Hashable {
    /// Bits a second.
    public let bitsPerSecond: Int

    /// Takes one of ``supported``; `nil` for any other number.
    public init?(_ bitsPerSecond: Int) {
        guard Self.codes[bitsPerSecond] != nil else { return nil }
        self.bitsPerSecond = bitsPerSecond
    }

    private init(known bitsPerSecond: Int) { self.bitsPerSecond = bitsPerSecond }

    /// 9600: older meters and the common raw sensors.
    public static let b9600 = BaudRate(known: 9_600)
    /// 115200: every P1 port of today.
    public static let b115200 = BaudRate(known: 115_200)

    /// The numbers that can be chosen, slowest first.
    public static let supported: [Int] = codes.keys.sorted()

    /// The speed as termios codes it.
    var code: speed_t { Self.codes[bitsPerSecond] ?? speed_t(B115200) }

    private static let codes: [Int: speed_t] = [
        300: speed_t(B300), 600: speed_t(B600), 1_200: speed_t(B1200), 2_400: speed_t(B2400),
        4_800: speed_t(B4800), 9_600: speed_t(B9600), 19_200: speed_t(B19200),
        38_400: speed_t(B38400), 57_600: speed_t(B57600), 115_200: speed_t(B115200),
        230_400: speed_t(B230400), 460_800: speed_t(B460800), 921_600: speed_t(B921600),
    ]
}

extension BaudRate: CustomStringConvertible {
    /// The number alone.
    public var description: String { "\(bitsPerSecond)" }
}
