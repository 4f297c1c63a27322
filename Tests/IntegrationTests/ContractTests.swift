// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// Every field that the contract names is on its topic, with its type.
@Suite struct ContractTests {
    /// What a field may be.
    private enum Kind: Sendable {
        case text, number, integer, bool, time, decimalTime
        indirect case optional(Kind)
        indirect case oneOf([String])
        indirect case object([String: Kind])

        func allows(_ value: JSONValue?) -> Bool {
            switch (self, value) {
            case (.optional, nil), (.optional, .null): true
            case (.optional(let kind), _): kind.allows(value)
            case (.text, .text), (.number, .number), (.bool, .bool): true
            case (.integer, .number(let text)): Int(text) != nil
            case (.time, .text(let text)):
                text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil
            case (.decimalTime, .text(let text)):
                text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil
            case (.oneOf(let words), .text(let text)): words.contains(text)
            case (.object(let fields), .object(let members)):
                fields.allSatisfy { $1.allows(members[$0]) }
            default: false
            }
        }
    }

    private func expect(_ value: JSONValue?, has fields: [String: Kind], _ topic: String) {
        for (name, kind) in fields {
            #expect(
                kind.allows(value?[name]),
                "\(topic): \(name) is \(String(describing: value?[name]))")
        }
    }

    private static let latest: [String: Kind] = [
        "time": .time, "received": .decimalTime, "frame_counter": .integer,
        "authentication": .oneOf(["verified", "unverified", "none"]), "energy_import_kwh": .number,
        "energy_export_kwh": .number, "power_import_kw": .number, "power_net_kw": .number,
        "voltage_l1_v": .number,
        "breaker": .integer, "gas_m3": .number, "gas_time": .time, "power_failures": .integer,
    ]
    private static let link: [String: Kind] = [
        "state": .oneOf(["online", "degraded", "offline", "disabled"]), "code": .text,
        "hint": .text, "since": .time,
        "reconnects": .integer, "port": .text,
        "port_state": .oneOf(["open", "missing", "busy", "denied", "lost"]),
        "data_request": .oneOf(["asserted", "released", "none", "missing", "busy", "denied"]),
        "last_error": .optional(.object(["code": .text, "text": .text, "at": .time])),
    ]
    private static let meter: [String: Kind] = [
        "last_telegram": .time, "age_s": .integer, "interval_s": .number, "stored": .integer,
        "missed": .integer,
        "missed_while_off": .integer, "telegrams": .integer, "tag_errors": .integer,
        "crc_errors": .integer,
        "truncated": .integer, "noise_bytes": .integer, "oversize": .integer, "replays": .integer,
        "duplicates": .integer, "system_title": .text, "identity": .text, "key_fingerprint": .text,
        "authentication": .oneOf(["verified", "unverified", "none"]), "frame_counter": .integer,
        "clock_drift_s": .integer,
    ]
    private static let gateway: [String: Kind] = [
        "version": .text, "started": .time, "uptime_s": .integer, "meters_online": .integer,
        "meters_total": .integer,
        "sensors_online": .integer, "sensors_total": .integer, "backlog": .integer,
        "oldest_age_s": .integer,
        "dropped": .integer, "rss_bytes": .integer, "last_error": .optional(.text),
        "broker": .object(["protocol": .text, "reconnects": .integer, "connected_since": .time]),
        "store": .object(["state": .text, "bytes": .integer]),
    ]

    @Test
    func `every topic of the contract has its fields, its retention and its quality of service`()
        async throws
    {
        var options = House.Options()
        options.meters = 1
        let house = try await House(options)
        try house.configure { $0.replace("mqtt:\n", with: "mqtt:\n  topics: [json, values]\n") }
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        try await house.order("bad-tag flat-1")
        try await house.order("jump flat-1 1")
        #expect(await house.tells("meters/flat-1/event") { $0["event"] == .text("gap_closed") })
        // Counters are told after ten seconds; while telegrams come, the log may have the latest to do.
        try await house.silence(["flat-1"])
        let sent = house.sent("flat-1").count
        #expect(
            await house.tells("meters/flat-1/health", within: .seconds(15)) {
                ($0["missed"]?.integer ?? 0) > 0 && $0["stored"]?.integer == sent
            })
        #expect(
            await house.tells("meters/rainwater/health", within: .seconds(15)) {
                ($0["samples"]?.integer ?? 0) > 0
            })

        expect(house.payloads("meters/flat-1").last, has: Self.latest, "latest")
        let proof: [String: Kind] = [
            "system_title": .text, "identity": .text, "crc": .oneOf(["valid", "wrong", "absent"]),
            "encrypted": .bool,
        ]
        let telegram = house.telegrams("flat-1").last
        expect(telegram, has: Self.latest.merging(proof) { one, _ in one }, "telegram")
        #expect(telegram?["replayed"] == nil)
        #expect(telegram?["system_title"]?.written?.count == 16)
        let health = house.payloads("meters/flat-1/health").last
        expect(health, has: Self.link.merging(Self.meter) { one, _ in one }, "health")
        expect(
            house.payloads("meters/rainwater/health").last, has: Self.link, "the sensor's health")
        expect(
            house.payloads("meters/rainwater/health").last,
            has: ["samples": .integer, "bad_lines": .integer, "out_of_range": .integer],
            "the sensor's health")
        expect(
            house.payloads("meters/rainwater").last,
            has: ["received": .decimalTime, "distance_cm": .number, "volume_l": .number],
            "the sensor")
        expect(house.payloads("meters/gateway/health").last, has: Self.gateway, "gateway/health")
        expect(
            house.payloads("meters/flat-1/event").last, has: ["event": .text, "time": .time],
            "event")
        #expect(house.payloads("meters/gateway/health").last?["meters_online"] == .number("1"))
        expectIdentity(of: health, telegram)
        expectAccounting(of: health)
        expectValues(of: house)
        try await house.order("silence flat-1 off")
        try await expectRetention(of: house)
        #expect(await house.stop(gateway) == 0)
    }

    /// Health names a meter well enough to tell it from others, and not more.
    private func expectIdentity(of health: JSONValue?, _ telegram: JSONValue?) {
        let title = telegram?["system_title"]?.written ?? ""
        #expect(health?["system_title"]?.written?.hasSuffix(title.suffix(4)) ?? false)
        #expect(!(health?["system_title"]?.written?.contains(title) ?? true))
        #expect(health?["identity"] == telegram?["identity"])
        #expect(health?["last_error"]?["code"] == .text("tag_mismatch"))
    }

    /// stored + missed = last − first + 1; the frame with the bad tag and the one left out are missed.
    private func expectAccounting(of health: JSONValue?) {
        #expect(health?["missed"] == .number("2"))
        #expect(health?["missed_while_off"] == .number("0"))
        #expect(health?["stored"] == health?["telegrams"])
        #expect(health?["interval_s"] == .number("1"))
    }

    /// One bare value a reading, equal to that in the JSON; only live ones expire.
    private func expectValues(of house: House) {
        let messages = house.subscriber.messages.entries
        let latest = messages.last { $0.topic == "meters/flat-1" }.flatMap { JSONValue($0.text) }
        for (name, value) in latest?.members ?? [:]
        where !["time", "received", "frame_counter", "authentication"].contains(name) {
            let message = messages.last { $0.topic == "meters/flat-1/\(name)" }
            #expect(message?.text == value.written, "\(name)")
            let isLive =
                [
                    "power_import", "power_export", "power_net", "voltage_l", "current_l1",
                    "current_l2", "current_l3",
                ]
                .contains { name.hasPrefix($0) } || name.hasPrefix("reactive_power")
                || name.hasPrefix("apparent_power")
            #expect((message?.expirySeconds != nil) == isLive, "\(name)")
        }
        #expect(messages.last { $0.topic == "meters/flat-1" }?.expirySeconds == nil)
    }

    /// A subscriber that comes later gets the retained topics and no other.
    private func expectRetention(of house: House) async throws {
        let late = try await MQTTSubscriber.subscribed(port: house.broker.subscriberPort, qos: 1)
        #expect(await late.messages.wait { $0.contains { $0.topic == "meters/rainwater/raw" } })
        #expect(await late.messages.wait { $0.contains { $0.topic == "meters/flat-1/telegram" } })
        let retained = Set(late.messages.entries.filter(\.isRetained).map(\.topic))
        for topic in [
            "gateway/state", "gateway/health", "flat-1", "flat-1/availability", "flat-1/health",
            "flat-1/power_import_kw",
            "rainwater", "rainwater/availability", "rainwater/health",
        ] {
            #expect(retained.contains("meters/\(topic)"), "\(topic) is retained")
        }
        for topic in ["flat-1/telegram", "flat-1/event", "rainwater/raw"] {
            #expect(!retained.contains("meters/\(topic)"), "\(topic) is not")
        }
        for message in late.messages.entries {
            #expect(message.qos == (message.topic.hasSuffix("/raw") ? 0 : 1), "\(message.topic)")
        }
    }
}
