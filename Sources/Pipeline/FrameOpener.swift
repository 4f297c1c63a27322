// SPDX-License-Identifier: Apache-2.0
internal import DSMR
internal import FrameCrypto

/// Opens the seal of each candidate, refuses what proves nothing, and takes the telegram apart.
///
/// Nothing is acted upon before the tag is right, except to tell why it is not. The plaintext of a
/// frame that failed is wiped.
struct FrameOpener: FrameJudge {
    private let keys: [KeySlot]
    private let policy: OpeningPolicy
    /// The floor that replays fall below.
    var floor: ReplayFloor
    /// The payload of the last frame, and the telegram that was made of it.
    private(set) var payload: PayloadReader
    /// What became of the frame that was accepted last.
    private(set) var outcome: PipelineEvent?

    init(keys: [KeySlot], policy: OpeningPolicy, floor: ReplayFloor) {
        self.keys = keys
        self.policy = policy
        self.floor = floor
        payload = PayloadReader(winterOffset: policy.winterOffset)
    }

    mutating func examine(sealed header: SealedHeader, frame: Span<UInt8>, offset: Int)
        -> FrameVerdict
    {
        guard header.control.isAuthenticated || header.control.isEncrypted else {
            payload.take(frame.extracting(header.payloadStart..<header.payloadEnd))
            return examineClear(header: header, offset: offset, length: frame.count)
        }
        guard !keys.isEmpty else { return .refused(.noKey) }
        var worst = FrameVerdict.refused(.wrongKey)
        for index in keys.indices {
            let fingerprint = keys[index].fingerprint
            if payload.open(header, frame, keys[index].context) {
                outcome = verified(header, fingerprint, offset, frame.count)
                return .accepted(isProved: true)
            }
            let verdict = unproved(header, fingerprint, offset, frame.count)
            if case .accepted = verdict { return verdict }
            payload.wipe()
            if FrameOpener.rank(verdict) > FrameOpener.rank(worst) { worst = verdict }
        }
        return worst
    }

    mutating func accepts(sealed header: SealedHeader, frame: Span<UInt8>) -> Bool {
        guard header.control.isAuthenticated || header.control.isEncrypted else {
            payload.take(frame.extracting(header.payloadStart..<header.payloadEnd))
            let verdict = examineClear(header: header, offset: 0, length: frame.count)
            return verdict == .accepted(isProved: false)
        }
        for index in keys.indices {
            if payload.open(header, frame, keys[index].context) { return true }
            let verdict = unproved(header, keys[index].fingerprint, 0, frame.count)
            if verdict == .accepted(isProved: false) { return true }
            payload.wipe()
        }
        return false
    }

    mutating func examine(clear text: Span<UInt8>, offset: Int) -> FrameVerdict {
        payload.take(text)
        return examineClear(header: nil, offset: offset, length: text.count)
    }

    /// What to make of a frame whose tag is right.
    private mutating func verified(
        _ header: SealedHeader, _ fingerprint: String, _ offset: Int, _ length: Int
    ) -> PipelineEvent {
        func refused(_ reason: DiscardReason, _ detail: String? = nil) -> PipelineEvent {
            .discarded(
                Discarded(
                    offset: offset, length: length, reason: reason, header: header, detail: detail))
        }
        let epoch = ReplayFloor.Epoch(title: header.title, keyFingerprint: fingerprint)
        guard floor.admit(header.counter, epoch) else { return refused(.replay) }
        guard payload.isText else {
            return refused(.unsupported, "genuine, but the payload is not P1 text")
        }
        guard let envelope = payload.envelope, payload.parse(envelope) else {
            return refused(.malformedTelegram)
        }
        return .telegram(
            AcceptedFrame(
                offset: offset, length: length, header: header, authentication: .verified,
                isEncrypted: header.control.isEncrypted, keyFingerprint: fingerprint))
    }

    /// What to make of a frame whose tag is wrong or absent: the reason, or its content if that may
    /// be taken.
    private mutating func unproved(
        _ header: SealedHeader, _ fingerprint: String, _ offset: Int, _ length: Int
    ) -> FrameVerdict {
        let hasTag = header.control.isAuthenticated
        if !hasTag, policy.authentication == .strict {
            // A data notification of DLMS says so in its first byte (0F); nobody could read it with
            // a tag either.
            let isBinary = payload.first == 0x0F
            return .refused(
                .unauthenticated, detail: isBinary ? "and the payload is not P1 text" : nil)
        }
        guard payload.isText else { return .refused(.wrongKey) }
        guard let envelope = payload.envelope, envelope.check != .wrong else {
            return .refused(.damaged)
        }
        let isEnough =
            switch policy.authentication {
            case .strict: false
            case .crc: envelope.check.isValid
            case .off: true
            }
        guard isEnough else {
            return .refused(
                envelope.check.isValid ? (hasTag ? .tagMismatch : .unauthenticated) : .damaged)
        }
        guard payload.parse(envelope) else { return .refused(.malformedTelegram) }
        outcome = .telegram(
            AcceptedFrame(
                offset: offset, length: length, header: header, authentication: .unverified,
                isEncrypted: header.control.isEncrypted, keyFingerprint: fingerprint))
        return .accepted(isProved: false)
    }

    /// What to make of a payload that came in clear.
    private mutating func examineClear(header: SealedHeader?, offset: Int, length: Int)
        -> FrameVerdict
    {
        guard payload.isText, let envelope = payload.envelope else {
            return .refused(header == nil ? .malformedTelegram : .unsupported)
        }
        guard envelope.check != .wrong else { return .refused(.crcWrong) }
        guard keys.isEmpty || policy.allowsPlaintext else { return .refused(.plaintextRefused) }
        guard payload.parse(envelope) else { return .refused(.malformedTelegram) }
        // A header line and a mark alone prove nothing; a checksum would.
        guard envelope.check.isValid || !payload.telegram.objects.isEmpty else {
            return .refused(.malformedTelegram)
        }
        if envelope.check == .absent, let version = payload.telegram.version, version >= 40 {
            return .refused(
                .crcWrong, detail: "version \(version) requires a checksum, and there is none")
        }
        outcome = .telegram(
            AcceptedFrame(
                offset: offset, length: length, header: header, authentication: .none,
                isEncrypted: false, keyFingerprint: nil))
        return .accepted(isProved: false)
    }

    /// How much a reason tells; with several keys the one that tells most is reported.
    private static func rank(_ verdict: FrameVerdict) -> Int {
        switch verdict {
        case .refused(.tagMismatch, _), .accepted: 3
        case .refused(.damaged, _): 2
        case .refused(.wrongKey, _): 0
        case .refused: 1
        }
    }
}
