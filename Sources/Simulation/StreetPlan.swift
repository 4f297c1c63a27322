// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What kind of street is to be built.
public struct StreetPlan: Sendable {
    /// Where its files go; made if it is not there.
    public var directory: String
    /// How many meters, 0 to 250.
    public var meters = 5
    /// How many rain sensors, 0 to 50.
    public var sensors = 1
    /// Keys, titles and loads follow from it.
    public var seed: UInt64 = 1
    /// Milliseconds from frame to frame; 0 is as fast as the line takes them.
    public var interval = 1_000
    /// Milliseconds from line to line of a sensor; the real one speaks each 100.
    public var sensorInterval = 1_000
    /// Bits a second of the meters' lines, for garbage and pacing.
    public var baud = 115_200
    /// Whether a frame occupies its line for as long as its bytes would take at `baud`.
    public var paced = false
    /// Where the gateway is to publish, for the configuration that is written.
    public var broker = "mqtt://127.0.0.1:1883"
    /// The loopback port of the page that the configuration asks for; `nil` for no page.
    public var pagePort: Int?
    /// The first of the loopback ports to listen on, 0 for any; `nil` for pseudo-terminals.
    public var firstTCPPort: Int?
    /// What the meters' clocks show at the start; `nil` for now.
    public var start: UTCTime?
    /// How many times faster than the world's the meters' clocks run, 1 to 100,000.
    public var acceleration = 1
    /// How many hours of history the meters tell first, 1 to 240: their clocks begin so long ago and
    /// run 600 times as fast until they show the present; `nil` for none.
    public var past: Int?
    /// After how many seconds the street ends by itself.
    public var seconds: Int?

    /// A street of five meters and a sensor in a directory.
    public init(directory: String) { self.directory = directory }

    /// How fast the clocks really run.
    var pace: Int { past == nil ? acceleration : 600 }

    /// Nanoseconds from frame to frame while the clocks catch up: one for each of their minutes.
    var hurriedInterval: Int64 { 60_000_000_000 / Int64(pace) }

    /// Refuses what makes no street.
    func validate() throws(SimulationError) {
        func check(_ what: String, _ value: Int, _ range: ClosedRange<Int>) throws(SimulationError)
        {
            guard range.contains(value) else {
                throw .outOfRange(what: what, range: "\(range.lowerBound) to \(range.upperBound)")
            }
        }
        try check("meters", meters, 0...250)
        try check("sensors", sensors, 0...50)
        try check("meters and sensors together", meters + sensors, 1...300)
        try check("interval in milliseconds", interval, 0...86_400_000)
        try check("sensor interval in milliseconds", sensorInterval, 10...86_400_000)
        try check("baud", baud, 300...4_000_000)
        try check("acceleration", acceleration, 1...100_000)
        try check("hours of the past", past ?? 1, 1...240)
        try check("seconds", seconds ?? 1, 1...31_536_000)
        guard BrokerURL.isValid(broker) else {
            throw .outOfRange(
                what: "broker", range: "mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS")
        }
        if let pagePort { try check("page's port", pagePort, 1...65_535) }
        if let firstTCPPort { try check("TCP port", firstTCPPort, 0...(65_535 - meters - sensors)) }
        if let start {
            // The two digits that a telegram has for the year, from the day the meters were
            // installed.
            try check(
                "start time in seconds", Int(start.seconds), Int(Household.firstDay)...4_000_000_000
            )
        }
    }
}
