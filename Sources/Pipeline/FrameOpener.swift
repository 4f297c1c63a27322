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
    /// The telegram that was taken apart last.
    private(set) var telegram = Telegram(room: 3_072)
    /// What became of the frame that was accepted last.
    private(set) var outcome: PipelineEvent?

    init(keys: [KeySlot], policy: OpeningPolicy, floor: ReplayFloor) {
        self.keys = keys
        self.policy = policy
        self.floor = floor
    }

    mutating func examine(sealed header: SealedHeader, frame: Span<UInt8>, offset: Int)
        -> FrameVerdict
    {
        guard header.control.isAuthenticated || header.control.isEncrypted else {
            let count = take(frame.extracting(header.payloadStart..<header.payloadEnd))
            return examineClear(count: count, header: header, offset: offset, length: frame.count)
        }
        guard !keys.isEmpty else { return .refused(.noKey) }
        var worst = FrameVerdict.refused(.wrongKey)
        for index in keys.indices {
            let count = header.payloadEnd - header.payloadStart
            if open(header, frame, keys[index].context) {
                outcome = verified(header, keys[index].fingerprint, count, offset, frame.count)
                return .accepted(isProved: true)
            }
            let verdict = unproved(header, keys[index].fingerprint, count, offset, frame.count)
            if case .accepted = verdict { return verdict }
            CipherContext.wipe(&telegram.text, count: count)
            if FrameOpener.rank(verdict) > FrameOpener.rank(worst) { worst = verdict }
        }
        return worst
    }

    mutating func accepts(sealed header: SealedHeader, frame: Span<UInt8>) -> Bool {
        let count = header.payloadEnd - header.payloadStart
        guard header.control.isAuthenticated || header.control.isEncrypted else {
            take(frame.extracting(header.payloadStart..<header.payloadEnd))
            let verdict = examineClear(count: count, header: header, offset: 0, length: frame.count)
            return verdict == .accepted(isProved: false)
        }
        for index in keys.indices {
            if open(header, frame, keys[index].context) { return true }
            let verdict = unproved(header, keys[index].fingerprint, count, 0, frame.count)
            if verdict == .accepted(isProved: false) { return true }
            CipherContext.wipe(&telegram.text, count: count)
        }
        return false
    }

    mutating func examine(clear text: Span<UInt8>, offset: Int) -> FrameVerdict {
        examineClear(count: take(text), header: nil, offset: offset, length: text.count)
    }

    /// Brings the payload into the telegram's text; `true` when its tag is right.
    private mutating func open(
        _ header: SealedHeader, _ frame: Span<UInt8>, _ context: CipherContext
    ) -> Bool {
        var nonce = [12 of UInt8](repeating: 0)
        let nonceCount = header.nonce(into: &nonce)
        let payload = frame.extracting(header.payloadStart..<header.payloadEnd)
        telegram.makeRoom(for: payload.count)
        let tag = frame.extracting(header.payloadEnd..<header.total)
        let nonceBytes = nonce.span.extracting(first: nonceCount)
        guard header.control.isAuthenticated else {
            context.decipher(nonce: nonceBytes, payload: payload, into: &telegram.text)
            return false
        }
        guard header.control.isEncrypted else {
            take(payload)
            return context.verify(
                nonce: nonceBytes, control: header.control.byte, payload: payload, tag: tag)
        }
        return context.open(
            nonce: nonceBytes, control: header.control.byte, payload: payload, tag: tag,
            into: &telegram.text)
    }

    /// What to make of a frame whose tag is right.
    private mutating func verified(
        _ header: SealedHeader, _ fingerprint: String, _ count: Int, _ offset: Int, _ length: Int
    ) -> PipelineEvent {
        func refused(_ reason: DiscardReason, _ detail: String? = nil) -> PipelineEvent {
            .discarded(
                Discarded(
                    offset: offset, length: length, reason: reason, header: header, detail: detail))
        }
        let epoch = ReplayFloor.Epoch(title: header.title, keyFingerprint: fingerprint)
        guard floor.admit(header.counter, epoch) else { return refused(.replay) }
        guard TelegramEnvelope.begins(telegram.text.span.extracting(first: count)) else {
            return refused(.unsupported, "genuine, but the payload is not P1 text")
        }
        guard let envelope = TelegramEnvelope(telegram.text.span.extracting(first: count)),
            parse(count, envelope)
        else {
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
        _ header: SealedHeader, _ fingerprint: String, _ count: Int, _ offset: Int, _ length: Int
    ) -> FrameVerdict {
        let hasTag = header.control.isAuthenticated
        if !hasTag, policy.authentication == .strict {
            // A data notification of DLMS says so in its first byte (0F); nobody could read it with
            // a tag either.
            let isBinary = count > 0 && telegram.text[0] == 0x0F
            return .refused(
                .unauthenticated, detail: isBinary ? "and the payload is not P1 text" : nil)
        }
        guard TelegramEnvelope.begins(telegram.text.span.extracting(first: count)) else {
            return .refused(.wrongKey)
        }
        guard let envelope = TelegramEnvelope(telegram.text.span.extracting(first: count)),
            envelope.check != .wrong
        else {
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
        guard parse(count, envelope) else { return .refused(.malformedTelegram) }
        outcome = .telegram(
            AcceptedFrame(
                offset: offset, length: length, header: header, authentication: .unverified,
                isEncrypted: header.control.isEncrypted, keyFingerprint: fingerprint))
        return .accepted(isProved: false)
    }

    /// What to make of a telegram in clear, whose bytes stand in the telegram's text.
    private mutating func examineClear(
        count: Int, header: SealedHeader?, offset: Int, length: Int
    ) -> FrameVerdict {
        guard TelegramEnvelope.begins(telegram.text.span.extracting(first: count)),
            let envelope = TelegramEnvelope(telegram.text.span.extracting(first: count))
        else {
            return .refused(header == nil ? .malformedTelegram : .unsupported)
        }
        guard envelope.check != .wrong else { return .refused(.crcWrong) }
        guard keys.isEmpty || policy.allowsPlaintext else { return .refused(.plaintextRefused) }
        guard parse(count, envelope) else { return .refused(.malformedTelegram) }
        // A header line and a mark alone prove nothing; a checksum would.
        guard envelope.check.isValid || !telegram.objects.isEmpty else {
            return .refused(.malformedTelegram)
        }
        if envelope.check == .absent, let version = telegram.version, version >= 40 {
            return .refused(
                .crcWrong, detail: "version \(version) requires a checksum, and there is none")
        }
        outcome = .telegram(
            AcceptedFrame(
                offset: offset, length: length, header: header, authentication: .none,
                isEncrypted: false,
                keyFingerprint: nil))
        return .accepted(isProved: false)
    }

    private mutating func parse(_ count: Int, _ envelope: TelegramEnvelope) -> Bool {
        TelegramParser.parse(
            &telegram, count: count, envelope: envelope, winterOffset: policy.winterOffset)
    }

    @discardableResult
    private mutating func take(_ bytes: Span<UInt8>) -> Int {
        let count = min(bytes.count, FrameAccumulator.frameLimit)
        telegram.makeRoom(for: count)
        unsafe bytes.extracting(first: count).withUnsafeBytes { source in
            unsafe telegram.text.withUnsafeMutableBytes { unsafe $0.copyMemory(from: source) }
        }
        return count
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
