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

    /// What the kernel says of a process.
    private struct Figures {
        let telegrams: Int
        let memory: Int
        let descriptors: Int
        let threads: Int

        init(_ telegrams: Int, of pid: Int32) {
            let status = FileManager.default.contents(atPath: "/proc/\(pid)/status")
            let lines = String(decoding: status ?? Foundation.Data(), as: UTF8.self)
                .split(separator: "\n")
            func number(_ name: String) -> Int {
                let line = lines.first { $0.hasPrefix(name) } ?? ""
                return Int(line.filter(\.isNumber)) ?? 0
            }
            let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
            self.telegrams = telegrams
            memory = number("VmRSS:")
            descriptors = files?.count ?? 0
            threads = number("Threads:")
        }

        var row: String { "\(telegrams),\(memory),\(descriptors),\(threads)" }
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
        var figures: [Figures] = []
        let step = max(100, wanted / 200)
        for sample in 1...max(4, wanted / step) {
            #expect(
                await subscriber.messages.wait(within: .seconds(120)) {
                    $0.count >= sample * step
                })
            figures.append(Figures(sample * step, of: gateway.pid))
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
            let rows = ["telegrams,rss_kb,descriptors,threads"] + figures.map(\.row)
            try Foundation.Data((rows.joined(separator: "\n") + "\n").utf8)
                .write(to: URL(filePath: file))
        }
        judge(figures)
    }

    private func judge(_ figures: [Figures]) {
        // A quarter to warm up.
        let steady = figures.dropFirst(figures.count / 4)
        guard let first = steady.first, let last = figures.last else { return }
        let mean = Double(steady.reduce(0) { $0 + $1.telegrams }) / Double(steady.count)
        let level = Double(steady.reduce(0) { $0 + $1.memory }) / Double(steady.count)
        let above = steady.reduce(0.0) {
            $0 + (Double($1.telegrams) - mean) * (Double($1.memory) - level)
        }
        let spread = steady.reduce(0.0) { $0 + pow(Double($1.telegrams) - mean, 2) }
        let slope = spread > 0 ? above / spread * 43_200 : 0
        // Over a few minutes one page more looks like a mountain.
        let isLong = last.telegrams >= 43_200
        print(
            "G10: \(last.telegrams) telegrams: memory \(first.memory) to \(last.memory) kB"
                + (isLong ? ", \(Int(slope)) kB a day of five meters" : "")
                + "; descriptors \(first.descriptors) to \(last.descriptors), "
                + "threads \(first.threads) to \(last.threads)")
        #expect(last.memory <= first.memory + 4_096)
        if isLong { #expect(slope < 1_024) }
        #expect(last.descriptors <= first.descriptors)
        #expect(last.threads <= first.threads + 2)
    }
}
