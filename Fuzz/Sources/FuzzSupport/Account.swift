// SPDX-License-Identifier: Apache-2.0
public import DSMR
public import Pipeline
import Readings

/// What a pipeline said of a stream: each event as its JSON line, checked to follow the one before without a hole.
public struct Account: Equatable {
    /// The lines, in order.
    public private(set) var lines: [[UInt8]] = []
    /// The plaintexts of the telegrams whose tag was right.
    public private(set) var genuine: [[UInt8]] = []
    private var end = 0

    /// Nothing said yet.
    public init() {}

    /// Notes one event.
    public mutating func add(_ event: PipelineEvent, _ telegram: borrowing Telegram) {
        switch event {
        case .telegram(let frame):
            follow(frame.offset, frame.length)
            if frame.authentication == .verified {
                genuine.append(Array(telegram.text[..<telegram.textCount]))
            }
        case .discarded(let discarded): follow(discarded.offset, discarded.length)
        }
        var json = JSONWriter()
        DecodeLine.write(event, telegram, to: &json)
        precondition(
            JSONCheck.isValid(json.bytes),
            "a line is not JSON: \(String(decoding: json.bytes, as: UTF8.self))")
        lines.append(json.bytes)
    }

    /// Whether the events end where the stream does.
    public func covers(_ count: Int) -> Bool { end == count }

    private mutating func follow(_ offset: Int, _ length: Int) {
        precondition(
            offset == end && length > 0, "an event at \(offset) of \(length) bytes behind \(end)")
        end = offset + length
    }
}
