// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayConfiguration
import History
import Readings
import Series

/// The history of a configured gateway, for the commands that read it.
struct HistoryAccess {
    let configuration: GatewayConfiguration
    let reader: SeriesReader

    /// Finds the history that a configuration names; nothing is opened yet.
    init(_ configuration: GatewayConfiguration) throws {
        self.configuration = configuration
        let name = configuration.gateway.timeZone
        guard let calendar = PeriodCalendar(name) else {
            throw Exit.because("there is no time zone '\(name)' on this machine", Exit.unavailable)
        }
        reader = SeriesReader(
            directory: configuration.gateway.stateDirectory, calendar: calendar)
    }

    /// What is added where nothing is known of a time that is not over.
    static let soon = " yet; rows are made once a minute while the gateway runs"

    var calendar: PeriodCalendar { reader.calendar }

    /// A meter or sensor of the configuration by its id.
    func source(_ id: String) throws -> MeterID {
        let known = configuration.meters.map(\.id) + configuration.sensors.map(\.id)
        if let found = known.first(where: { $0.text == id }) { return found }
        throw HistoryAccess.unknown("meter or sensor", id, known.map(\.text))
    }

    /// The same, or one that only the history knows: it is configured no longer.
    func stored(_ id: String) throws -> MeterID {
        let known = (try? reader.meters()) ?? []
        if let found = known.first(where: { $0.text == id }) { return found }
        return try source(id)
    }

    /// Says that there is no such thing, and what is meant perhaps.
    static func unknown(
        _ kind: String, _ id: String, _ known: [String], in place: String = "configuration"
    ) -> ExitCode {
        let advice =
            Suggestion.nearest(to: id, among: known).map { "did you mean '\($0)'?" }
            ?? "it has \(known.joined(separator: ", "))"
        return Exit.because(
            "there is no \(kind) '\(id)' in the \(place); \(advice)", Exit.usage)
    }

    /// Runs what reads the history, and turns its failures into exit codes.
    static func reading<Result>(_ body: () throws(SeriesError) -> Result) throws -> Result {
        do throws(SeriesError) {
            return try body()
        } catch {
            switch error {
            case .unsuitable: throw Exit.because("\(error)", Exit.usage)
            case .unreadable, .unwritable, .noFolder, .noCopy, .notACopy:
                throw Exit.because("\(error)", Exit.io)
            default: throw Exit.because("\(error)", Exit.unavailable)
            }
        }
    }
}
