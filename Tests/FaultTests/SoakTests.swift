// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// A street with faults speaks for long; the gateway stays as it is.
@Suite struct SoakTests {
    private static let meters = (1...5).map { "flat-\($0)" }
    private static let faults = [
        "bad-tag", "flip-bit", "lose-byte", "insert-byte", "truncate", "glue", "long-message",
    ]

    private static func setting(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }

    /// The gateway after so many telegrams.
    private struct Sample {
        let telegrams: Int
        let gateway: ProcessFigures

        var row: String {
            let it = gateway
            return "\(telegrams),\(it.resident),\(it.own),\(it.descriptors),\(it.threads)"
        }
    }

    @Test
    func `Goal G10 memory, descriptors and threads stay flat while a street with faults speaks`()
        async throws
    {
        let wanted = Self.setting("SOAK_TELEGRAMS").flatMap(Int.init) ?? 1_500
        var options = House.Options()
        options.sensors = 2
        options.interval = Self.setting("SOAK_INTERVAL") ?? "60ms"
        options.brokerRuns = false
        let house = try await House(options)
        try house.forgetIntervals()
        try await house.broker.start()
        let subscriber = try await MQTTSubscriber.subscribed(
            to: "meters/+/telegram", port: house.broker.subscriberPort)
        // Not as talkative as the gateways of other tests: what it prints is kept here.
        let gateway = try ChildProcess(
            [Programs.gateway, "run", "--config", house.path("meters.yaml")])
        var random = SeededGenerator(seed: 72)
        var samples: [Sample] = []
        let step = max(100, wanted / 200)
        for sample in 1...max(4, wanted / step) {
            #expect(
                await subscriber.messages.wait(within: .seconds(120)) {
                    $0.count >= sample * step
                })
            samples.append(
                Sample(telegrams: sample * step, gateway: ProcessFigures(of: gateway.pid)))
            // One frame in a hundred is not as it should be.
            for _ in 0..<step / 100 {
                let fault = Self.faults[random.below(Self.faults.count)]
                try await house.order("\(fault) \(Self.meters[random.below(5)])")
            }
        }
        try await house.silence(Self.meters)
        gateway.send(SIGTERM)
        #expect(await gateway.waitForEnd() == 0)
        let log = try await HouseLog(house, Self.meters)
        for id in Self.meters {
            #expect(log.meters[id]?.isBalanced == true, "\(id)")
        }
        if let file = Self.setting("SOAK_CSV") {
            let rows = ["telegrams,rss_kb,own_kb,descriptors,threads"] + samples.map(\.row)
            try Foundation.Data((rows.joined(separator: "\n") + "\n").utf8)
                .write(to: URL(filePath: file))
        }
        judge(samples)
    }

    private func judge(_ samples: [Sample]) {
        // A quarter to warm up.
        let steady = samples.dropFirst(samples.count / 4)
        guard let first = steady.first?.gateway, let last = steady.last?.gateway else { return }
        // Over a few minutes one page more looks like a mountain.
        let isLong = (samples.last?.telegrams ?? 0) >= 43_200
        let slope = slope(steady)
        print(
            "G10: \(samples.last?.telegrams ?? 0) telegrams: memory \(first.resident) to \(last.resident) kB, "
                + "of it own \(first.own) to \(last.own)"
                + (isLong ? ", \(Int(slope)) kB a day of five meters" : "")
                + "; descriptors \(first.descriptors) to \(last.descriptors), "
                + "threads \(first.threads) to \(last.threads)")
        if Sanitizer.isOff {
            #expect(last.own <= first.own + 4_096)
            if isLong {
                #expect(last.resident <= first.resident + 4_096)
                #expect(slope < 1_024)
            }
        }
        #expect(last.descriptors <= first.descriptors)
        #expect(last.threads <= first.threads + 2)
    }

    /// Kilobytes of resident memory more for each day of five meters: the line of least squares.
    private func slope(_ samples: ArraySlice<Sample>) -> Double {
        let count = Double(samples.count)
        let mean = Double(samples.reduce(0) { $0 + $1.telegrams }) / count
        let level = Double(samples.reduce(0) { $0 + $1.gateway.resident }) / count
        let above = samples.reduce(0.0) {
            $0 + (Double($1.telegrams) - mean) * (Double($1.gateway.resident) - level)
        }
        let spread = samples.reduce(0.0) { $0 + pow(Double($1.telegrams) - mean, 2) }
        return spread > 0 ? above / spread * 43_200 : 0
    }
}
