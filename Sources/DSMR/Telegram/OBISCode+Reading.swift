// SPDX-License-Identifier: Apache-2.0

// Codes as a telegram writes them.
extension OBISCode {
    /// Reads `A-B:C.D.E` and, behind a dot or a star, F, as ``packed``; `nil` when that is not what
    /// stands there.
    @inline(__always)
    static func readPacked(_ text: UnsafePointer<UInt8>, _ at: inout Int) -> UInt64? {
        var (a, b): (UInt64, UInt64) = (1, 0)
        if unsafe text[at] == UInt8(ascii: "1"), unsafe text[at &+ 1] == UInt8(ascii: "-"),
            unsafe text[at &+ 2] == UInt8(ascii: "0"), unsafe text[at &+ 3] == UInt8(ascii: ":")
        {
            // Most lines: electricity, channel 0.
            at &+= 4
        } else {
            guard let medium = unsafe group(text, &at), unsafe text[at] == UInt8(ascii: "-") else {
                return nil
            }
            at &+= 1
            guard let channel = unsafe group(text, &at), unsafe text[at] == UInt8(ascii: ":") else {
                return nil
            }
            at &+= 1
            (a, b) = (medium, channel)
        }
        guard let c = unsafe group(text, &at), unsafe text[at] == ASCII.dot else { return nil }
        at &+= 1
        guard let d = unsafe group(text, &at), unsafe text[at] == ASCII.dot else { return nil }
        at &+= 1
        guard let e = unsafe group(text, &at) else { return nil }
        var f: UInt64 = 0xFF
        if unsafe text[at] == ASCII.dot || text[at] == ASCII.star {
            at &+= 1
            guard let sent = unsafe group(text, &at) else { return nil }
            f = sent
        }
        return a << 40 | b << 32 | c << 24 | d << 16 | e << 8 | f
    }

    /// Reads one to three digits of a number below 256.
    @inline(__always)
    private static func group(_ text: UnsafePointer<UInt8>, _ at: inout Int) -> UInt64? {
        var number = unsafe UInt64(text[at] &- 0x30)
        guard number < 10 else { return nil }
        at &+= 1
        for _ in 0..<2 {
            let digit = unsafe text[at] &- 0x30
            guard digit < 10 else { return number }
            number = number &* 10 &+ UInt64(digit)
            at &+= 1
        }
        return unsafe number < 256 && !ASCII.isDigit(text[at]) ? number : nil
    }
}
