// SPDX-License-Identifier: Apache-2.0
public import DSMR
public import Readings

/// The JSON line that `meter-gateway decode` prints for one event.
public enum DecodeLine {
    /// Writes the line without its end.
    public static func write(
        _ event: PipelineEvent, _ telegram: borrowing Telegram, to json: inout JSONWriter
    ) {
        switch event {
        case .telegram(let frame): write(frame, telegram, to: &json)
        case .discarded(let discarded): write(discarded, to: &json)
        }
    }

    private static func write(
        _ frame: AcceptedFrame, _ telegram: borrowing Telegram, to json: inout JSONWriter
    ) {
        // The closures of the writer cannot capture a borrowed value; a copy shares its storage.
        let telegram = copy telegram
        json.object { json in
            json.field("type", "telegram")
            json.field("offset", frame.offset)
            json.field("length", frame.length)
            json.field("encrypted", frame.isEncrypted)
            head(frame.header, to: &json)
            json.field("authentication", frame.authentication.rawValue)
            json.field("crc", telegram.check.word)
            if telegram.check.isValid {
                json.field("crc_kind", telegram.check == .arc ? "arc" : "x25")
            }
            json.field("header", Message.latin(telegram.headerBytes))
            if let time = telegram.time { json.field("time", time) }
            json.key("objects")
            json.array { json in
                for object in telegram.objects { write(object, telegram, to: &json) }
            }
            json.key("readings")
            json.object { $0.fields(ReadingList(telegram).readings) }
            if !telegram.faults.isEmpty {
                json.key("broken_lines")
                json.array { json in
                    for fault in telegram.faults {
                        json.object {
                            $0.field("offset", fault.offset)
                            $0.field("problem", fault.problem.rawValue)
                        }
                    }
                }
            }
        }
    }

    private static func write(_ object: DataObject, _ telegram: Telegram, to json: inout JSONWriter)
    {
        json.object { json in
            json.field("obis", Message.latin(telegram.codeBytes(of: object)))
            json.key("values")
            json.array { json in
                for value in telegram.values(of: object) {
                    json.string(Message.latin(telegram.bytes(of: value)))
                }
            }
        }
    }

    private static func write(_ discarded: Discarded, to json: inout JSONWriter) {
        json.object { json in
            json.field("type", "discarded")
            json.field("offset", discarded.offset)
            json.field("length", discarded.length)
            json.field("reason", discarded.reason.rawValue)
            json.field("detail", discarded.detail)
            head(discarded.header, to: &json)
        }
    }

    private static func head(_ header: SealedHeader?, to json: inout JSONWriter) {
        guard let header else { return }
        json.field("system_title", header.title.hex)
        json.field("identity", header.title.identity)
        json.field("frame_counter", header.counter.value)
        json.field("security_control", header.control.hex)
    }
}
