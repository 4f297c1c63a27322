// SPDX-License-Identifier: Apache-2.0
import Foundation
public import History
public import Readings
import Series

/// Does what is due: puts reports among the mails, sends those that wait, writes day files.
///
/// It decides by the present it is told and by what it finds done already, so it may be asked at any
/// time and after any pause.
public final class ReportDesk: Sendable {
    /// Where mails go and who sends them.
    public struct Mail: Sendable {
        /// The mails that wait.
        public let queue: MailQueue
        /// The sender's address.
        public let from: String

        /// Puts the two together.
        public init(queue: MailQueue, from: String) {
            self.queue = queue
            self.from = from
        }
    }

    /// Minutes after midnight at which what a meter said until then is in the history.
    static let firstMinute: Int64 = 3
    /// For how many seconds after the end of a day or month a meter is waited for whose clock has
    /// not left it yet, because it is behind or the meter is silent.
    static let patience: Int64 = 3_600

    private let reader: SeriesReader
    private let reports: [ScheduledReport]
    private let levels: [LevelSource]
    private let mail: Mail?
    private let dayFiles: DayFileKeeper?
    private let renderer: PictureRenderer
    private let ledger: ReportLedger

    /// A desk that remembers what it did in a file at `ledger`.
    public init(
        reader: SeriesReader, reports: [ScheduledReport], levels: [LevelSource], mail: Mail?,
        dayFiles: DayFilePlan?, ledger: String, renderer: PictureRenderer = PictureRenderer()
    ) {
        self.reader = reader
        self.reports = reports
        self.levels = levels
        self.mail = mail
        self.dayFiles = dayFiles.map { DayFileKeeper($0, reader: reader) }
        self.renderer = renderer
        self.ledger = ReportLedger(path: ledger)
    }

    /// How mail is getting on; `nil` without mail.
    public var mailStatus: MailStatus? { mail?.queue.status }

    /// Does all that is due; blocks the thread, for seconds if there are pictures to draw and mails
    /// to send.
    ///
    /// Mails that failed wait by the uptime, all else goes by the time of day.
    public func work(at now: UTCTime, uptime: Duration) -> [DeskNotice] {
        var notices: [DeskNotice] = []
        if let mail {
            for report in reports { notices += make(report, mail, at: now) }
            let before = mail.queue.status.lastError
            mail.queue.sendDue(at: now, uptime: uptime)
            if let error = mail.queue.status.lastError, error != before {
                notices.append(.failed(what: "mail", why: error))
            }
        }
        if let dayFiles { notices += dayFiles.work(at: now) }
        return notices
    }

    // MARK: Reports

    private func make(_ report: ScheduledReport, _ mail: Mail, at now: UTCTime) -> [DeskNotice] {
        let calendar = reader.calendar
        let key = report.key(on: calendar.local(now).date)
        guard let period = report.due(at: now, calendar), !ledger.has(key) else { return [] }
        var notices: [DeskNotice] = []
        do {
            guard try isOver(period, for: report.meters, at: now) else { return [] }
            let meters = try report.meters.compactMap { meter throws(SeriesError) in
                try reported(meter, period, report.language, now, &notices)
            }
            let sensors = try levels.compactMap { level throws(SeriesError) in
                try reported(level, period, report, now, &notices)
            }
            // Nothing is known of that period yet: it may still come.
            guard !meters.isEmpty || report.meters.isEmpty && !sensors.isEmpty else {
                return notices
            }
            // Noted only after it is among the mails, and sent only after it is noted: whenever the
            // process ends in between, it is sent once.
            try mail.queue.add(
                ReportMail(
                    period, calendar: calendar, language: report.language, meters: meters,
                    levels: sensors
                ).message(
                    from: mail.from, to: report.recipients, identifier: "report-\(key)",
                    date: now), key: key)
            notices.append(.reported(key: key))
        } catch {
            return notices + [.failed(what: "report", why: "\(error)")]
        }
        if !ledger.note(key) {
            notices.append(.failed(what: "report", why: "what was done could not be noted"))
        }
        return notices
    }

    /// Whether the clock of each meter has left a period, or it was waited for long enough.
    private func isOver(_ period: Period, for meters: [NamedMeter], at now: UTCTime)
        throws(SeriesError) -> Bool
    {
        if ReportDesk.isPatienceOver(period.end, at: now) { return true }
        for meter in meters {
            // What the meter stamps with the end itself belongs to the period. One that was never
            // heard has nothing to be waited for.
            guard let reach = try reader.reach(meter.id, .minute) else { continue }
            guard reach.end > period.end else { return false }
        }
        return true
    }

    /// Whether nobody is waited for any more after the end of a day or month.
    static func isPatienceOver(_ end: UTCTime, at now: UTCTime) -> Bool {
        now.seconds - end.seconds >= patience
    }

    /// A meter's part of a report; `nil` if it was not known yet in the period.
    private func reported(
        _ meter: NamedMeter, _ period: Period, _ language: Language, _ now: UTCTime,
        _ notices: inout [DeskNotice]
    ) throws(SeriesError) -> ReportedMeter? {
        guard let reach = try reader.reach(meter.id, .day), reach.start < period.end else {
            return nil
        }
        let maker = ReportMaker(reader: reader, levels: levels, language: language, now: now)
        let date = String(
            reader.calendar.local(period.start).date.prefix(period.resolution == .month ? 7 : 10))
        let name = "\(meter.id)-\(date).png"
        let total: SeriesRow?
        let peak: FixedPoint?
        let isLeastOnly: Bool
        let drawn: Result<Data, PictureFailure>
        if period.resolution == .month {
            let picture = try maker.month(meter.id, name: meter.name, period)
            (total, peak, isLeastOnly) = (picture.total, picture.peak, picture.isLeastOnly)
            drawn = Result { () throws(PictureFailure) in try renderer.png(picture) }
        } else {
            let picture = try maker.day(meter.id, name: meter.name, period)
            (total, peak, isLeastOnly) = (picture.total, picture.peak, picture.isLeastOnly)
            drawn = Result { () throws(PictureFailure) in try renderer.png(picture) }
        }
        return ReportedMeter(
            name: meter.name, total: total, peak: peak, isLeastOnly: isLeastOnly,
            unseen: try maker.unseen(meter.id, period),
            exchanges: try maker.exchanges(meter.id, period),
            picture: inline(drawn, name, &notices))
    }

    /// A sensor's part of a report, with a picture of its day if there is no meter's to be in; `nil`
    /// if it was not known yet in the period.
    private func reported(
        _ level: LevelSource, _ period: Period, _ report: ScheduledReport, _ now: UTCTime,
        _ notices: inout [DeskNotice]
    ) throws(SeriesError) -> ReportedLevel? {
        guard let reach = try reader.reach(level.sensor, .day), reach.start < period.end else {
            return nil
        }
        let maker = ReportMaker(reader: reader, levels: [], language: report.language, now: now)
        let total = try maker.total(level.sensor, period)
        guard report.meters.isEmpty, period.resolution == .day else {
            return ReportedLevel(level, total: total)
        }
        let picture = try maker.day(level, period)
        guard !picture.isEmpty else { return ReportedLevel(level, total: total) }
        let name = "\(level.sensor)-\(reader.calendar.local(period.start).date).png"
        let drawn = Result { () throws(PictureFailure) in try renderer.png(picture) }
        return ReportedLevel(level, total: total, picture: inline(drawn, name, &notices))
    }

    /// A picture under its name; `nil`, and a notice, if it was not drawn.
    private func inline(
        _ drawn: Result<Data, PictureFailure>, _ name: String, _ notices: inout [DeskNotice]
    ) -> InlinePicture? {
        switch drawn {
        case .success(let png): return InlinePicture(fileName: name, png: png)
        case .failure(let failure):
            notices.append(.failed(what: name, why: "\(failure)"))
            return nil
        }
    }
}
