// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What the order to accept a counter answers.
@Suite struct AcceptCounterTests {
    @Test
    func `W15 D10 an order that cannot be written says so, and to give it again after a restart`()
        async throws
    {
        let house = try await House.one(every: "300ms")
        let first = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        let order = ["--config", house.path("meters.yaml"), "flat-1"]
        let written = try await Programs.gateway("accept-counter", arguments: order)
        #expect(written.status == 0)
        let answer = "The frame counter of flat-1 begins anew with its next frame."
        #expect(written.output == [answer])
        #expect(await house.stop(first) == 0)

        try makeNewer(house.path("state/telegrams.db"))
        let second = try await house.startGateway()
        let count = house.telegrams("flat-1").count
        let unwritten = try await Programs.gateway("accept-counter", arguments: order)
        #expect(unwritten.status == 0, "it counts")
        #expect(
            unwritten.output == [
                answer + " That counts from now on, but is not written yet, since nothing can be "
                    + "stored (db_newer): after a restart before that, give the order again."
            ])
        #expect(await house.hears("flat-1", count + 2))
        #expect(await house.stop(second) == 0)
    }

    @Test func `W15 a meter that was renamed and set back is read again by order`() async throws {
        let house = try await House.one(every: "300ms")
        let first = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        #expect(await house.stop(first) == 0)
        try house.configure { $0.replace("id: flat-1", with: "id: attic") }
        try await house.order("regress flat-1 10000")
        let second = try await house.startGateway()
        #expect(await second.lines.wait { $0.contains { $0.contains(": replay, frame") } })
        let order = ["--config", house.path("meters.yaml"), "attic"]
        let given = try await Programs.gateway("accept-counter", arguments: order)
        #expect(given.output == ["The frame counter of attic begins anew with its next frame."])
        #expect(await house.hears("attic", 2))
        #expect(await house.stop(second) == 0)
    }

    @Test func `W15 the channel of a meter whose counter begins anew runs on`() async throws {
        let house = try await House.one(every: "300ms")
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 3))
        try await house.order("regress flat-1 10000")
        #expect(await gateway.lines.wait { $0.contains { $0.contains(": replay, frame") } })
        let before = house.telegrams("flat-1").count
        let order = ["--config", house.path("meters.yaml"), "flat-1"]
        let given = try await Programs.gateway("accept-counter", arguments: order)
        #expect(given.output == ["The frame counter of flat-1 begins anew with its next frame."])
        #expect(await house.hears("flat-1", before + 3))

        // What is not above that stays refused.
        try await house.order("regress flat-1 2")
        let regressed = house.telegrams("flat-1").count
        #expect(await house.hears("flat-1", regressed + 3))
        let anew = house.telegrams("flat-1").dropFirst(before).compactMap {
            $0["frame_counter"]?.integer
        }
        let highest = house.telegrams("flat-1").prefix(before).compactMap {
            $0["frame_counter"]?.integer
        }.max()
        #expect(anew.allSatisfy { $0 < highest ?? 0 })
        #expect(anew == Set(anew).sorted(), "each once, and in order")
        #expect(
            await house.tells("meters/flat-1/health", within: .seconds(15)) {
                ($0["telegrams"]?.integer ?? 0) >= regressed + 3
                    && ($0["replays"]?.integer ?? 0) >= 3
            }, "what was counted since the start goes on")

        #expect(await house.stop(gateway) == 0)
        #expect(gateway.lines.entries.count { $0.contains("Port open") } == 1)
        let online = house.payloads("meters/flat-1/event").filter {
            $0["event"] == .text("meter_online")
        }
        #expect(online.count == 1)
        let telegrams = house.payloads("meters/flat-1/health").compactMap {
            $0["telegrams"]?.integer
        }
        #expect(telegrams == telegrams.sorted())
    }

    @Test func `W15 an order for a meter that the gateway does not read is refused`() async throws {
        let house = try await House.one(every: "300ms")
        let gateway = try await house.startGateway()
        try house.configure("other.yaml") { $0.replace("id: flat-1", with: "id: attic") }
        let order = ["--config", house.path("other.yaml"), "attic"]
        let given = try await Programs.gateway("accept-counter", arguments: order)
        #expect(given.status == 1)
        #expect(given.output == ["error: the gateway that runs has no meter 'attic'"])
        #expect(await house.stop(gateway) == 0)
    }

    /// Gives a database the version of a schema that is yet to come.
    private func makeNewer(_ path: String) throws {
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: 60)
        try file.write(contentsOf: Foundation.Data([0, 0, 0x7F, 0xFF]))
        try file.close()
    }
}
