// SPDX-License-Identifier: Apache-2.0
import CGPIO
import Glibc

/// An open GPIO chip.
@safe
struct Chip: ~Copyable {
    /// The handle; closed by `deinit`.
    let handle: OpaquePointer

    /// Opens the chip behind a device file.
    init(path: String) throws(LineError) {
        var error: Int32 = 0
        guard let handle = unsafe cgpio_chip_open(path, &error) else {
            throw .opening(path, errno: error)
        }
        unsafe self.handle = handle
    }

    deinit { unsafe cgpio_chip_close(handle) }

    /// The kernel's name, `gpiochip0`.
    var name: String { unsafe String(cString: cgpio_chip_name(handle)) }

    /// The driver's label, `pinctrl-bcm2711`.
    var label: String { unsafe String(cString: cgpio_chip_label(handle)) }

    /// How many lines the chip has.
    var lineCount: UInt32 { unsafe cgpio_chip_line_count(handle) }

    /// The number of a line, which is then known to exist.
    func offset(of line: LineSelector) throws(LineError) -> UInt32 {
        switch line {
        case .offset(let offset) where offset < lineCount: return offset
        case .name(let wanted):
            let found = unsafe cgpio_chip_find_line(handle, wanted)
            if found >= 0 { return UInt32(found) }
            guard found == -ENOENT else {
                throw .unsupported(chip: name, line: line, errno: -found)
            }
        case .offset: break
        }
        throw .lineMissing(chip: name, line: line, count: lineCount)
    }

    /// Who holds a line, if that is known.
    func consumer(of offset: UInt32) -> String? {
        let name = unsafe withUnsafeTemporaryAllocation(
            of: CChar.self, capacity: Int(CGPIO_NAME_SIZE)
        ) { text -> String? in
            guard let start = text.baseAddress,
                unsafe cgpio_chip_consumer(handle, offset, start) == 0
            else { return nil }
            return unsafe String(cString: start)
        }
        guard let name, !name.isEmpty else { return nil }
        return name
    }
}
