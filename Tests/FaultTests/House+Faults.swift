// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport

extension House {
    /// A house of one meter, which speaks so often, and of no sensor.
    static func one(every interval: String, _ change: (inout Options) -> Void = { _ in })
        async throws -> House
    {
        var options = Options()
        options.meters = 1
        options.sensors = 0
        options.interval = interval
        change(&options)
        let house = try await House(options)
        try house.forgetIntervals()
        return house
    }

    /// Leaves the meters' intervals to be learnt: a file cannot name one below a second.
    func forgetIntervals() throws {
        try configure { text in
            let lines = text.split(separator: "\n").filter { !$0.contains("interval:") }
            text = lines.joined(separator: "\n") + "\n"
        }
    }

    /// Kills the broker, lets the gateway notice, and starts it again; the subscriber is there
    /// before the gateway is, and sees all that is sent.
    func restartBroker(seenBy gateway: ChildProcess) async throws {
        let before = gateway.lines.entries.count { $0.contains("cannot be reached") }
        await broker.killAndWait()
        _ = await gateway.lines.wait {
            $0.count { $0.contains("cannot be reached") } > before
        }
        gateway.send(SIGSTOP)
        try await broker.start()
        try await subscriber.subscribe()
        gateway.send(SIGCONT)
    }
}
