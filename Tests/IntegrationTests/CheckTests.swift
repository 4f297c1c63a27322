// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// `meter-gateway check` and `watch`, as a user calls them.
@Suite struct CheckTests {
    @Test func `a valid configuration is exit code 0 and a plan without secrets`() async throws {
        var options = House.Options()
        options.brokerRuns = false
        let house = try await House(options)
        let outcome = try await Programs.gateway("check", "--config", house.path("meters.yaml"))
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        let plan = outcome.output.joined(separator: "\n")
        for number in 1...5 {
            #expect(plan.contains("flat-\(number)"))
            #expect(plan.contains(house.path("flat-\(number)")), "its port")
        }
        #expect(plan.contains("rainwater"))
        #expect(plan.contains("meters/"), "its topics")
        Secrets(keys: house.keys).expectAbsent(from: plan.utf8, "the plan")
        #expect(house.ledger(kind: "telegram").isEmpty, "no port was opened")
    }

    @Test func `both programs are of one release`() async throws {
        let gateway = try await Programs.gateway("--version")
        let simulator = try await Programs.simulator("--version")
        #expect(gateway.status == 0 && simulator.status == 0)
        #expect(gateway.output == ["0.1.0"])
        #expect(simulator.output == gateway.output)
    }

    @Test func `all problems come at once, with file, line and column, and exit code 78`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            version: 1
            mqtt:
              url: mqtt://127.0.0.1:1883
            meters:
              - id: Flat One
                port: /dev/ttyUSB0
                baudrate: 115200
              - id: shop
                port: /dev/ttyUSB0
                key: 0123

            """, to: "meters.yaml")
        for command in ["check", "run"] {
            let outcome = try await Programs.gateway(command, "--config", path)
            #expect(outcome.status == 78)
            #expect(outcome.output == [])
            let problems = outcome.errors.split(separator: "\n")
            let located = problems.filter {
                $0.wholeMatch(of: /.*meters\.yaml:[0-9]+:[0-9]+: .+: .+/) != nil
            }
            #expect(located.count == problems.count, "one a line")
            #expect(problems.count >= 4)
            #expect(outcome.errors.contains("did you mean 'baud'?"))
            #expect(outcome.errors.contains(":5:"))
            #expect(outcome.errors.contains(":9:"))
        }
    }

    @Test func `a file that is not there is exit code 78, a missing option 64`() async throws {
        let folder = try TemporaryFolder()
        let missing = try await Programs.gateway("check", "--config", folder.file("meters.yaml"))
        #expect(missing.status == 78)
        #expect(missing.errors.contains("meters.yaml"))
        #expect(try await Programs.gateway("check").status == 64)
        #expect(try await Programs.gateway("run").status == 64)
        #expect(try await Programs.gateway("nothing").status == 64)
        #expect(try await Programs.gateway("--version").status == 0)
        #expect(try await Programs.gateway("--help").status == 0)
    }

    @Test func `watch shows every meter and sensor of the running gateway`() async throws {
        let house = try await House()
        let nobody = try await Programs.gateway(
            "watch", "--config", house.path("meters.yaml"), "--seconds", "1")
        #expect(nobody.status == 69)
        #expect(
            nobody.errors.contains(
                "no gateway is running with this configuration (\(house.path("state/live.sock"))); "
                    + "start it with: meter-gateway run --config \(house.path("meters.yaml"))"))
        let gateway = try await house.startGateway()
        for id in (1...5).map({ "flat-\($0)" }) { #expect(await house.hears(id, 2)) }
        let outcome = try await Programs.gateway(
            "watch", "--config", house.path("meters.yaml"), "--seconds", "2", "--expect-all")
        #expect(outcome.status == 0)
        for id in (1...5).map({ "flat-\($0)" }) {
            let row = try #require(outcome.output.first { $0.hasPrefix(id) })
            #expect(row.contains("online") && row.contains("verified"))
        }
        #expect(outcome.output.contains { $0.hasPrefix("rainwater") && $0.contains("distance_cm") })
        Secrets(keys: house.keys).expectAbsent(
            from: outcome.output.joined(separator: "\n").utf8, "the table")
        try house.configure {
            $0.replace("- id: flat-5\n", with: "- id: flat-5\n    enabled: false\n")
        }
        #expect(await house.tells("meters/flat-5/health") { $0["state"] == .text("disabled") })
        let without = try await Programs.gateway(
            "watch", "--config", house.path("meters.yaml"), "--seconds", "1", "--expect-all")
        #expect(without.status == 0)
        #expect(without.output.contains { $0.hasPrefix("flat-5") && $0.contains("disabled") })
        try await house.order("unplug flat-2")
        #expect(await house.tells("flat-2", code: "port_lost"))
        let trouble = try await Programs.gateway(
            "watch", "--config", house.path("meters.yaml"), "--seconds", "1", "--expect-all")
        #expect(trouble.status == 1)
        #expect(trouble.output.contains { $0.hasPrefix("flat-2") && $0.contains("port_lost") })
        #expect(await house.stop(gateway) == 0)
    }
}
