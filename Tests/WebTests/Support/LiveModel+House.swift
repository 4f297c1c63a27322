// SPDX-License-Identifier: Apache-2.0
import Readings
import Testing

@testable import Web

extension LiveModel {
    /// Two meters and a tank, all of them heard and well.
    func furnish(names: [String] = ["Flat 1", "Flat 2"]) throws {
        var profiles = try names.enumerated().map { index, name in
            MeterProfile(id: try .named("flat-\(index + 1)"), name: name, kind: .meter)
        }
        let tank = try MeterID.named("tank")
        profiles.append(
            MeterProfile(
                id: tank, name: "Tank", kind: .sensor,
                bounds: ["volume_l": .init(minimum: FixedPoint(0), maximum: FixedPoint(10_443))]))
        configure(profiles)
        for profile in profiles where profile.kind == .meter { hear(profile.id, watts: 500) }
        take(
            LatestReadings(
                received: .now(),
                readings: [Reading(name: "volume_l", value: .number(FixedPoint(4_162)))]),
            of: tank)
        for profile in profiles { judge(profile.id) }
    }

    /// A telegram of a meter.
    func hear(_ id: MeterID, watts: Int64, equipment: String? = nil) {
        take(
            LatestReadings(
                received: .now(), time: .now(), frameCounter: 7, authentication: "verified",
                equipment: equipment,
                readings: [
                    Reading(
                        name: "energy_import_kwh",
                        value: .number(FixedPoint(6_695, decimals: 3))),
                    Reading(
                        name: "power_import_kw", value: .number(FixedPoint(watts, decimals: 3))),
                    Reading(name: "power_export_kw", value: .number(FixedPoint(0, decimals: 3))),
                    Reading(name: "voltage_l1_v", value: .number(FixedPoint(2_301, decimals: 1))),
                    Reading(name: "gas_m3", value: .number(FixedPoint(12_345, decimals: 3))),
                ]),
            of: id)
    }

    /// How a meter or sensor is.
    func judge(
        _ id: MeterID, isAvailable: Bool = true, hint: String = "", missed: UInt64 = 0,
        count: (inout ChannelHealth.Counters) -> Void = { _ in }
    ) {
        var health = ChannelHealth(
            state: isAvailable ? "online" : "offline", code: isAvailable ? "ok" : "port_lost",
            hint: hint, since: .now(), isAvailable: isAvailable,
            record: { _, _ in Array("{\"state\":\"\(isAvailable ? "online" : "offline")\"}".utf8) })
        health.missed = missed
        health.counters.accepted = 41
        count(&health.counters)
        take(health, of: id, now: .now())
    }
}

extension MeterID {
    /// A meter of the tests.
    static func named(_ text: String) throws -> MeterID { try #require(MeterID(text)) }
}

extension UTCTime {
    /// Later by some seconds.
    func plus(_ seconds: Int64) -> UTCTime {
        UTCTime(milliseconds: milliseconds + seconds * 1_000)
    }
}
