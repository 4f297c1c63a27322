// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline
import Readings

/// Prints what becomes of a meter's recorded bytes.
struct StreamDecoder {
    private var pipeline: TelegramPipeline

    init(pipeline: TelegramPipeline) { self.pipeline = pipeline }

    /// Prints a line for each event; whether a telegram was accepted.
    consuming func decode(_ bytes: [UInt8]) -> Bool {
        var accepted = false
        var json = JSONWriter()
        func print(_ event: PipelineEvent, _ telegram: borrowing Telegram) {
            if case .telegram = event { accepted = true }
            json.reset()
            DecodeLine.write(event, telegram, to: &json)
            StandardOutput.write(json.bytes + [UInt8(ascii: "\n")])
        }
        var pipeline = pipeline
        pipeline.read(bytes.span, print)
        pipeline.gap(print)
        return accepted
    }
}
