// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// Which stretch of which meter is wanted, at which resolution.
struct SeriesQuestion: Sendable {
    /// The most points of an answer.
    static let pointLimit = 2_000

    let id: MeterID
    let resolution: Resolution
    let from: UTCTime
    let to: UTCTime
    /// The most points that are wanted.
    let points: Int
    /// The names of the quantities; `nil` for all.
    let quantities: Set<String>?

    /// Reads the parameters of a request.
    init(_ id: MeterID, _ query: Query, now: UTCTime) throws(RequestFault) {
        self.id = id
        let words = Resolution.allCases.map(\.rawValue)
        guard let resolution = Resolution(rawValue: query["resolution"] ?? "quarter-hour") else {
            throw .notOneOf("resolution", words)
        }
        self.resolution = resolution
        (from, to) = try query.stretch(
            now: now, usualSeconds: SeriesQuestion.usualSeconds(resolution))
        points = try query.number("points", in: 1...SeriesQuestion.pointLimit, default: 500)
        quantities = try query.names("quantities")
    }

    /// Whether it asks for no time at all.
    var isEmpty: Bool { to <= from }

    /// How far back an answer goes unless somebody says so.
    private static func usualSeconds(_ resolution: Resolution) -> Int64 {
        let days: Int64 =
            switch resolution {
            case .minute, .quarterHour: 1
            case .hour: 7
            case .day: 90
            case .month: 5 * 366
            }
        return days * 86_400
    }
}
