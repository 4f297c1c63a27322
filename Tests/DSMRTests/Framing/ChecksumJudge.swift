// SPDX-License-Identifier: Apache-2.0
import DSMR

/// Accepts what ``Framing`` makes, and counts what it was given.
struct ChecksumJudge: FrameJudge {
    private(set) var sealedBytes = 0
    private(set) var clearBytes = 0

    mutating func examine(sealed header: SealedHeader, frame: Span<UInt8>, offset: Int)
        -> FrameVerdict
    {
        accepts(sealed: header, frame: frame)
            ? .accepted(isProved: true)
            : .refused(header.control.isAuthenticated ? .wrongKey : .unauthenticated)
    }

    mutating func accepts(sealed header: SealedHeader, frame: Span<UInt8>) -> Bool {
        sealedBytes += frame.count
        guard header.control.isAuthenticated else { return false }
        let checksum = CRC16.arc(frame.extracting(first: header.payloadEnd))
        for index in 0..<12 {
            let byte = UInt8(truncatingIfNeeded: index % 2 == 0 ? checksum >> 8 : checksum)
            guard frame[header.payloadEnd + index] == byte else { return false }
        }
        return true
    }

    mutating func examine(clear telegram: Span<UInt8>, offset: Int) -> FrameVerdict {
        clearBytes += telegram.count
        guard let envelope = TelegramEnvelope(telegram) else { return .refused(.malformedTelegram) }
        return envelope.check.isValid ? .accepted(isProved: false) : .refused(.crcWrong)
    }
}
