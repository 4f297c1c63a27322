// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline
import Readings

// What the bytes became.
extension MeterContent {
    /// What one read gave, noted down while the pipeline is busy.
    struct Outcomes {
        struct Accepted {
            let frame: AcceptedFrame
            let crc: String
            let time: UTCTime?
            let readings: [Reading]
            let identity: String?
            let text: [UInt8]
        }

        enum Outcome {
            case telegram(Accepted)
            case discarded(Discarded)
        }

        var list: [Outcome] = []

        mutating func take(_ event: PipelineEvent, _ telegram: borrowing Telegram) {
            switch event {
            case .discarded(let discarded): list.append(.discarded(discarded))
            case .telegram(let frame):
                let crc: String
                switch telegram.check {
                case .arc, .x25: crc = "valid"
                case .wrong: crc = "wrong"
                case .absent: crc = "absent"
                }
                list.append(
                    .telegram(
                        Accepted(
                            frame: frame, crc: crc, time: telegram.time,
                            readings: ReadingList(telegram).readings,
                            identity: frame.header?.title.identity ?? telegram.identity,
                            text: Array(telegram.text.prefix(telegram.textCount)))))
            }
        }
    }

    mutating func settle(_ outcomes: Outcomes, at now: Moment, _ emit: (PortEvent) -> Void) {
        for outcome in outcomes.list {
            switch outcome {
            case .telegram(let accepted): accept(accepted, at: now, emit)
            case .discarded(let discarded): refuse(discarded, at: now, emit)
            }
        }
    }

    /// Ends an unfinished frame.
    mutating func cutOff(at now: Moment, _ emit: (PortEvent) -> Void) {
        var outcomes = Outcomes()
        pipeline.gap { outcomes.take($0, $1) }
        settle(outcomes, at: now, emit)
    }
}
