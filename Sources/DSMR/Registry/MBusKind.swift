// SPDX-License-Identifier: Apache-2.0

/// What a meter behind the meter measures, by its M-Bus device type (EN 13757-3).
enum MBusKind: String, Sendable, CaseIterable {
    case gas, water, heat, cooling, electricity
    case warmWater = "warm_water"

    /// The kind of a device type that 0-n:24.1.0 prints; `nil` for types that give no register.
    init?(deviceType: Int64) {
        switch deviceType {
        case 2: self = .electricity
        case 3: self = .gas
        case 4, 12, 13: self = .heat
        case 6: self = .warmWater
        case 7: self = .water
        case 10, 11: self = .cooling
        default: return nil
        }
    }

    /// The unit where the meter leaves it out.
    var tableUnit: Unit {
        switch self {
        case .gas, .water, .warmWater: .m3
        case .heat, .cooling: .GJ
        case .electricity: .kWh
        }
    }
}
