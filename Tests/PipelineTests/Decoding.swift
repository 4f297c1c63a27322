// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import Readings
import TestSupport

/// What comes out of a pipeline, kept for assertions.
struct Decoding {
    /// The line that `decode` prints for each event.
    private(set) var lines: [String] = []
    /// The events.
    private(set) var events: [PipelineEvent] = []

    /// OpenSSL gave no context.
    struct NoContext: Error {}

    static func slots(
        _ keys: [EncryptionKey], _ authenticationKey: AuthenticationKey = .luxembourg
    ) throws -> [KeySlot] {
        try keys.map { key in
            let slot = KeySlot(key: key, authenticationKey: authenticationKey)
            guard let slot else { throw NoContext() }
            return slot
        }
    }

    /// Reads pieces and then a silence.
    init(_ pieces: [[UInt8]], with pipeline: TelegramPipeline) {
        var pipeline = pipeline
        for piece in pieces { read(piece, &pipeline) }
        gap(&pipeline)
    }

    init(
        _ stream: [UInt8], keys: [KeySlot] = [], policy: OpeningPolicy = OpeningPolicy(),
        floor: ReplayFloor = ReplayFloor()
    ) {
        self.init([stream], with: TelegramPipeline(keys: keys, policy: policy, floor: floor))
    }

    private mutating func read(_ piece: [UInt8], _ pipeline: inout TelegramPipeline) {
        pipeline.read(piece.span) { event, telegram in note(event, telegram) }
    }

    private mutating func gap(_ pipeline: inout TelegramPipeline) {
        pipeline.gap { event, telegram in note(event, telegram) }
    }

    private mutating func note(_ event: PipelineEvent, _ telegram: borrowing Telegram) {
        var json = JSONWriter()
        DecodeLine.write(event, telegram, to: &json)
        lines.append(String(decoding: json.bytes, as: UTF8.self))
        events.append(event)
    }

    /// Where the accepted telegrams stood.
    var accepted: [AcceptedFrame] {
        events.compactMap { if case .telegram(let frame) = $0 { frame } else { nil } }
    }

    /// The stretches that became none.
    var discarded: [Discarded] {
        events.compactMap { if case .discarded(let stretch) = $0 { stretch } else { nil } }
    }

    /// Each event in a word: a reason, or how the telegram was proved.
    var words: [String] {
        events.map { event in
            switch event {
            case .telegram(let frame): frame.authentication.rawValue
            case .discarded(let stretch): stretch.reason.rawValue
            }
        }
    }

    /// Whether the events follow each other without a hole from 0 to the end.
    func covers(_ count: Int) -> Bool {
        var next = 0
        for event in events {
            let (offset, length) =
                switch event {
                case .telegram(let frame): (frame.offset, frame.length)
                case .discarded(let stretch): (stretch.offset, stretch.length)
                }
            guard offset == next, length > 0 else { return false }
            next += length
        }
        return next == count
    }
}
