// SPDX-License-Identifier: Apache-2.0

// Units as they stand behind a number.
extension Unit {
    /// The unit in `*kWh)` and the position of its bracket; `nil` when it is not written just so.
    @inline(__always)
    static func starred(_ text: UnsafePointer<UInt8>, at star: Int) -> (Unit, Int)? {
        guard unsafe text[star] == ASCII.star else { return nil }
        var at = star &+ 1
        var key = Unit.Key()
        while true {
            let byte = unsafe text[at]
            if byte == ASCII.close { return (Unit.named(key), at) }
            guard byte > ASCII.mark, at &- star <= Unit.Key.limit else { return nil }
            key.append(byte)
            at &+= 1
        }
    }

    /// The unit in `kWh`, ` *kWh` or `*kWh `; `nil` when what follows a number makes it a text.
    static func loose(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Unit? {
        var at = start
        var end = end
        while unsafe text[end &- 1] == ASCII.space { end &-= 1 }
        while at < end, unsafe text[at] == ASCII.space { at &+= 1 }
        if at < end, unsafe text[at] == ASCII.star {
            return unsafe Unit.named(
                UnsafeBufferPointer(start: text + at + 1, count: end &- at &- 1))
        }
        let unit = unsafe Unit.named(UnsafeBufferPointer(start: text + at, count: end &- at))
        return unit == .unknown ? nil : unit
    }
}
