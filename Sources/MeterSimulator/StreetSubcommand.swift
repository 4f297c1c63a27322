// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Simulation

/// `meter-simulator street`.
struct StreetSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "street",
        abstract: "Run a street of virtual meters and rain sensors.",
        discussion: """
            In the directory you name it writes:
              meters.yaml    the gateway's configuration for exactly this street
              keys/          a key for each meter
              flat-1, …      the serial ports, to be used like real ones
              ledger.jsonl   what was sent: a line for each telegram, with all its values
              control        where `meter-simulator control` makes things go wrong
              request/ID     write 0 into such a file and the meter falls silent, 1 and it speaks
            Ctrl-C ends it and takes the ports away.
            """)

    @Option(
        name: .customLong("dir"),
        help: ArgumentHelp("Where to put all this.", valueName: "directory"))
    var directory: String

    @Option(help: "How many meters.")
    var meters = 5

    @Option(help: "How many rain sensors.")
    var sensors = 1

    @Option(help: "How often a meter speaks: 1s, 10s, 250ms; 0 is as fast as the line takes it.")
    var interval = Period(milliseconds: 1_000)

    @Option(help: "How often a rain sensor speaks; a real one each 100ms.")
    var sensorInterval = Period(milliseconds: 1_000)

    @Option(help: "Another seed is another street: other keys, other households.")
    var seed: UInt64 = 1

    @Option(help: "The broker that meters.yaml names.")
    var broker = "mqtt://127.0.0.1:1883"

    @Option(
        help: ArgumentHelp(
            "Let meters.yaml ask for the page, on this port of this computer.", valueName: "port"))
    var page: Int?

    @Option(
        help: ArgumentHelp(
            "Use network ports from this one on (on this computer only) in place of serial ones; 0 is any.",
            valueName: "port"))
    var tcp: Int?

    @Option(
        help:
            "What the meters' clocks show at the start, in UTC, such as 2026-10-25T00:55:00Z; left out: now."
    )
    var startTime: StartTime?

    @Option(help: "How many times faster than yours the meters' clocks run.")
    var acceleration = 1

    @Option(
        help: ArgumentHelp(
            "Let the meters tell so many hours of the past first, a telegram a minute, 600 times as fast: a day in 2.4 minutes.",
            valueName: "hours"))
    var past: Int?

    @Option(help: "The speed of the meters' lines in bits a second.")
    var baud = 115_200

    @Flag(help: "With --interval 0: not faster than a line of that speed.")
    var paced = false

    @Option(help: "End by itself after so many seconds.")
    var seconds: Int?

    func validate() throws {
        guard past == nil || startTime == nil else {
            throw ValidationError("--past and --start-time exclude each other")
        }
        guard past == nil || acceleration == 1 else {
            throw ValidationError("--past and --acceleration exclude each other")
        }
    }

    func run() throws {
        // Before there is a second thread, so that the signals come here and nowhere else.
        let signals = EndSignals()
        do throws(SimulationError) {
            let street = try StreetThread(plan) { EndSignals.send() }
            SimulatorExit.say(
                """
                The street is open: \(meters) meter(s), \(sensors) sensor(s) in \(street.directory)
                Try:   meter-gateway run --config \(street.directory)/meters.yaml
                or:    meter-simulator control \(street.directory) list
                """)
            signals.wait()
            street.stop()
            try street.join()
        } catch {
            throw SimulatorExit.failure(error)
        }
    }

    private var plan: StreetPlan {
        var plan = StreetPlan(directory: directory)
        plan.meters = meters
        plan.sensors = sensors
        plan.seed = seed
        plan.interval = interval.milliseconds
        plan.sensorInterval = sensorInterval.milliseconds
        plan.baud = baud
        plan.paced = paced
        plan.broker = broker
        plan.pagePort = page
        plan.firstTCPPort = tcp
        plan.start = startTime?.time
        plan.acceleration = acceleration
        plan.past = past
        plan.seconds = seconds
        return plan
    }
}
