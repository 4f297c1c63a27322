// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The replay floors beside the database, for the day the database is lost.
///
/// Two slots are written in turn, so that a cut in the middle of a write spoils one at most; the
/// newer valid one counts.
///
/// Slot (4,096 bytes): magic ×8 | sequence ×8 | count ×2 | entries | zeros | CRC-32 of all before
/// ×4, little-endian. Entry (36 bytes): title ×16 | fingerprint ×16 | counter ×4, texts filled up
/// with zeros.
struct FloorFile: Sendable {
    private static let magic = Array("MGFLOOR1".utf8)
    private static let slot = 4_096
    private static let entry = 36
    /// The most epochs that fit; the highest counters are no better than others, so the last ones
    /// given are kept.
    static let capacity = (slot - 22) / entry

    let path: String
    private var sequence: UInt64 = 0

    init(path: String) { self.path = path }

    /// The floors of the newer valid slot; `nil` when there is none.
    mutating func read() -> [EpochID: UInt32]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var newest: (sequence: UInt64, floors: [EpochID: UInt32])?
        for index in 0..<2 {
            var bytes = [UInt8](repeating: 0, count: FloorFile.slot)
            let count = unsafe pread(descriptor, &bytes, bytes.count, off_t(index * FloorFile.slot))
            guard count == bytes.count, let found = FloorFile.decode(bytes) else { continue }
            if found.sequence >= newest?.sequence ?? 0 { newest = found }
        }
        sequence = newest?.sequence ?? 0
        return newest?.floors
    }

    /// Writes the floors into the slot whose turn it is; whether that worked.
    ///
    /// What is not forced to the medium survives a killed process, but not a power cut.
    mutating func write(_ floors: [(EpochID, UInt32)], isForced: Bool = true) -> Bool {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = FloorFile.encode(sequence + 1, floors)
        let offset = off_t(Int((sequence + 1) % 2) * FloorFile.slot)
        guard unsafe pwrite(descriptor, bytes, bytes.count, offset) == bytes.count,
            !isForced || fdatasync(descriptor) == 0
        else {
            return false
        }
        sequence += 1
        return true
    }

    private static func encode(_ sequence: UInt64, _ floors: [(EpochID, UInt32)]) -> [UInt8] {
        let kept = floors.suffix(capacity)
        var bytes = magic
        bytes.reserveCapacity(slot)
        append(sequence, to: &bytes)
        append(UInt16(kept.count), to: &bytes)
        for (epoch, counter) in kept {
            bytes += field(epoch.title) + field(epoch.keyFingerprint)
            append(counter, to: &bytes)
        }
        bytes += [UInt8](repeating: 0, count: slot - 4 - bytes.count)
        append(CRC32.of(bytes), to: &bytes)
        return bytes
    }

    private static func decode(_ bytes: [UInt8]) -> (sequence: UInt64, floors: [EpochID: UInt32])? {
        guard bytes.starts(with: magic) else { return nil }
        let checksum: UInt32 = number(bytes, at: slot - 4)
        let count: UInt16 = number(bytes, at: 16)
        guard CRC32.of(bytes.dropLast(4)) == checksum, count <= capacity else { return nil }
        var floors: [EpochID: UInt32] = [:]
        for index in 0..<Int(count) {
            let start = 18 + index * entry
            let epoch = EpochID(
                title: text(bytes, at: start), keyFingerprint: text(bytes, at: start + 16))
            floors[epoch] = number(bytes, at: start + 32)
        }
        return (number(bytes, at: 8), floors)
    }

    private static func field(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8.prefix(16))
        return bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
    }

    private static func text(_ bytes: [UInt8], at start: Int) -> String {
        String(decoding: bytes[start..<start + 16].prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8])
    {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }

    private static func number<Number: FixedWidthInteger>(_ bytes: [UInt8], at start: Int) -> Number
    {
        var number: Number = 0
        for index in (0..<Number.bitWidth / 8).reversed() {
            number = number << 8 | Number(truncatingIfNeeded: bytes[start + index])
        }
        return number
    }
}
