// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// A report that is mailed regularly.
public struct ScheduledReport: Sendable, Hashable {
    /// Minutes after midnight by the local clock.
    public let minuteOfDay: Int
    /// What it covers: the day before, or on the first of a month the month before.
    public let coversMonth: Bool
    /// Who gets it.
    public let recipients: [String]
    /// The meters in it.
    public let meters: [NamedMeter]
    /// Its language.
    public let language: Language

    /// Puts it together.
    public init(
        minuteOfDay: Int, coversMonth: Bool, recipients: [String], meters: [NamedMeter],
        language: Language
    ) {
        self.minuteOfDay = minuteOfDay
        self.coversMonth = coversMonth
        self.recipients = recipients
        self.meters = meters
        self.language = language
    }

    /// A name for the report of one local day, the same in every run: letters, digits and hyphens.
    public func key(on date: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let words = [language.rawValue] + recipients + meters.map(\.id.text)
        for byte in words.joined(separator: "\n").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return "\(date)-\(minuteOfDay)-\(coversMonth ? "month" : "day")-\(digits)"
    }

    /// What is due at a moment: the period to report on, if the time of this local day has come.
    public func due(at now: UTCTime, _ calendar: PeriodCalendar) -> Period? {
        let today = calendar.period(.day, at: now)
        let local = calendar.local(now)
        // At midnight itself the day's last minute is not in the history yet.
        guard local.hour * 60 + local.minute >= max(minuteOfDay, Int(ReportDesk.firstMinute))
        else { return nil }
        let before = UTCTime(milliseconds: today.start.milliseconds - 1)
        guard coversMonth else { return calendar.period(.day, at: before) }
        return local.day == 1 ? calendar.period(.month, at: before) : nil
    }
}
