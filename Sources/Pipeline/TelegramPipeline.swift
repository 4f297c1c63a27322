// SPDX-License-Identifier: Apache-2.0
public import DSMR

/// Turns the bytes of one port into telegrams: framing, seal, replay floor and grammar in one
/// value.
///
/// The daemon, `decode`, the benchmarks and the fuzz targets all run through this. After warm-up it
/// allocates nothing from bytes to record.
public struct TelegramPipeline {
    private var accumulator = FrameAccumulator()
    private var opener: FrameOpener

    /// Makes the pipeline of one meter; without a key only clear telegrams are read.
    public init(
        keys: [KeySlot] = [], policy: OpeningPolicy = OpeningPolicy(),
        floor: ReplayFloor = ReplayFloor()
    ) {
        opener = FrameOpener(keys: keys, policy: policy, floor: floor)
    }

    /// The telegram of the last event, if that was ``PipelineEvent/telegram(_:)``.
    ///
    /// Its storage is the one that the next candidate is opened into: whoever wants to keep it
    /// copies it in `body`.
    public var telegram: Telegram { opener.payload.telegram }

    /// The floor below which a frame is a replay.
    public var floor: ReplayFloor {
        get { opener.floor }
        set { opener.floor = newValue }
    }

    /// Bytes of noise at the end that are certain but not yet reported.
    public var pendingNoise: Int { accumulator.pendingNoise }
    /// Bytes of an unfinished frame.
    public var pendingBytes: Int { accumulator.pendingBytes }
    /// How many bytes the earliest unfinished frame still lacks.
    public var missingBytes: Int? { accumulator.missingBytes }

    /// Reads bytes and hands over each event in stream order, with the telegram where there is one.
    public mutating func read(
        _ bytes: Span<UInt8>, _ body: (PipelineEvent, borrowing Telegram) -> Void
    ) {
        var start = 0
        while start < bytes.count {
            let stop = min(bytes.count, start + FrameAccumulator.appendLimit)
            accumulator.append(bytes.extracting(start..<stop))
            drain(body)
            start = stop
        }
    }

    /// Says that the line fell silent or the input ended, and hands over what that decides.
    public mutating func gap(_ body: (PipelineEvent, borrowing Telegram) -> Void) {
        accumulator.gap()
        drain(body)
    }

    private mutating func drain(_ body: (PipelineEvent, borrowing Telegram) -> Void) {
        while let event = accumulator.next(&opener) {
            switch event {
            case .discarded(let discarded): body(.discarded(discarded), opener.payload.telegram)
            case .frame:
                if let outcome = opener.outcome { body(outcome, opener.payload.telegram) }
            }
        }
    }
}
