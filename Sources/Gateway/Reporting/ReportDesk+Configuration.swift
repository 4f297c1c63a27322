// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import History
import Readings
import Reports
import Sensors

extension ReportDesk {
    /// The desk that a configuration asks for; `nil` if it asks for neither mail nor day files.
    ///
    /// What waits and what was done is kept in the state folder, so that a desk takes over from
    /// the one before.
    convenience init?(
        _ configuration: GatewayConfiguration, stateDirectory state: String, reader: SeriesReader
    ) {
        let mail = configuration.mail.map { mail in
            ReportDesk.Mail(
                queue: MailQueue(
                    folder: "\(state)/mail", command: mail.command, sender: mail.from.text),
                from: mail.from.text)
        }
        guard mail != nil || configuration.dayFiles != nil else { return nil }
        let dayFiles = configuration.dayFiles.map { files in
            DayFilePlan(
                archive: DayFileArchive(
                    folder: files.folder, layout: DayFileLayout(files.format), reader: reader),
                meters: configuration.meters.filter(\.isEnabled).map(\.id),
                tank: configuration.tank?.id)
        }
        self.init(
            reader: reader,
            reports: configuration.reports.map { ScheduledReport($0, configuration.meters) },
            levels: configuration.sensors.compactMap { LevelSource($0) }, mail: mail,
            dayFiles: dayFiles, ledger: "\(state)/reports.done")
    }
}

extension GatewayConfiguration {
    /// The first sensor that measures a distance in centimetres, as day files have it.
    var tank: SensorConfiguration? {
        sensors.first { sensor in
            sensor.isEnabled && sensor.values.contains { $0.readingName == "distance_cm" }
        }
    }
}

extension ScheduledReport {
    /// A report with the names of its meters.
    init(_ report: ReportConfiguration, _ meters: [MeterConfiguration]) {
        self.init(
            minuteOfDay: report.at.minuteOfDay, coversMonth: report.every == .month,
            recipients: report.recipients.map(\.text),
            meters: report.meters.compactMap { id in
                meters.first { $0.id == id }.map { NamedMeter(id: id, name: $0.name) }
            }, language: Language(report.language))
    }
}

extension LevelSource {
    /// The level of a sensor that is read: its litres, or else its first value; `nil` if it has
    /// none.
    init?(_ sensor: SensorConfiguration) {
        guard sensor.isEnabled,
            let value = sensor.values.first(where: { $0.readingName.hasSuffix("_l") })
                ?? sensor.values.first
        else { return nil }
        self.init(
            sensor: sensor.id, name: sensor.name, reading: value.readingName,
            capacity: value.maximum)
    }
}

extension Language {
    /// The same language.
    init(_ language: ReportLanguage) {
        switch language {
        case .english: self = .english
        case .german: self = .german
        case .french: self = .french
        case .luxembourgish: self = .luxembourgish
        }
    }
}

extension DayFileLayout {
    /// The same layout.
    init(_ format: DayFileFormat) {
        switch format {
        case .original: self = .original
        case .teensy: self = .teensy
        }
    }
}
