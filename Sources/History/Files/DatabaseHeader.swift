// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The first 100 bytes of a SQLite file, which are the same in every database of ours but for a few
/// numbers.
///
/// Without them, or with fewer pages than they name, SQLite reads nothing at all, however sound the
/// rest may be.
enum DatabaseHeader {
    private static let magic = Array("SQLite format 3\0".utf8)
    private static let count = 100

    /// The number that a program keeps in the header for itself; `nil` if there is no header.
    static func userVersion(_ path: String) -> Int? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: count)
        guard unsafe pread(descriptor, &header, count, 0) == count, header.starts(with: magic)
        else {
            return nil
        }
        return Int(number(header, at: 60))
    }

    /// Makes a damaged file readable as far as its head goes: a new header if it has none, zeros
    /// where its end is missing.
    static func repair(_ path: String) {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0, let status = StoreFiles.status(path),
            status.bytes > Int64(LogSchema.pageSize)
        else { return }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: count)
        guard unsafe pread(descriptor, &header, count, 0) == count else { return }
        let pages = UInt32(clamping: status.bytes / Int64(LogSchema.pageSize))
        guard header.starts(with: magic) else {
            header = make(pages: pages)
            _ = unsafe pwrite(descriptor, header, count, 0)
            return
        }
        let named = number(header, at: 28)
        // A header that names an absurd size is not believed.
        guard named > pages, named / 16 < max(pages, 64) else { return }
        ftruncate(descriptor, off_t(named) * off_t(LogSchema.pageSize))
    }

    /// A header as SQLite writes it (file format, section 1.3), with an empty list of free pages.
    private static func make(pages: UInt32) -> [UInt8] {
        var header = magic
        // Page size; write-ahead log for writing and reading; no reserved bytes; three constants.
        header += [
            UInt8(LogSchema.pageSize >> 8), UInt8(LogSchema.pageSize & 0xFF), 2, 2, 0, 64, 32, 32,
        ]
        // Change counter; pages; first free page; free pages; schema cookie; schema format; cache
        // size; largest root page.
        for number: UInt32 in [1, pages, 0, 0, 1, 4, 0, 0] { append(number, to: &header) }
        // UTF-8; user version; incremental vacuum; application; twenty zeros.
        for number: UInt32 in [1, 0, 0, 0, 0, 0, 0, 0, 0] { append(number, to: &header) }
        // The change counter for which the version number stands; the version.
        for number: UInt32 in [1, 3_040_001] { append(number, to: &header) }
        return header
    }

    private static func number(_ header: [UInt8], at start: Int) -> UInt32 {
        header[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in [24, 16, 8, 0] as [UInt32] {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
