// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline
import Readings

/// Prints what becomes of a meter's recorded bytes.
struct StreamDecoder {
    private var pipeline: TelegramPipeline

    init(pipeline: TelegramPipeline) { self.pipeline = pipeline }

    /// Prints a line for each event; whether a telegram was accepted.
    consuming func decode(_ bytes: [UInt8]) throws -> Bool {
        var accepted = false
        var isTaken = true
        var json = JSONWriter()
        func print(_ event: PipelineEvent, _ telegram: borrowing Telegram) {
            if case .telegram = event { accepted = true }
            guard isTaken else { return }
            json.reset()
            DecodeLine.write(event, telegram, to: &json)
            isTaken = StandardOutput.write(json.bytes + [UInt8(ascii: "\n")])
        }
        var pipeline = pipeline
        pipeline.read(bytes.span, print)
        pipeline.gap(print)
        guard isTaken else { throw Exit.io }
        return accepted
    }
}
