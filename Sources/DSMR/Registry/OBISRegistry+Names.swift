// SPDX-License-Identifier: Apache-2.0

extension OBISRegistry {
    /// Every name that a reading of a meter may have, in the units that meters are known to use.
    ///
    /// Who has to undo what was once published of a meter goes by it.
    public static let names: Set<String> =
        Set(rows.flatMap(names) + MBusKind.allCases.flatMap(names) + ["power_net_kw"])

    private static func names(of row: OBISRow) -> [String] {
        switch row.form {
        case .quantity(let unit): names(row.name, unit)
        case .count, .ratio, .state, .text: [row.name]
        case .peak(let unit): names(row.name, unit) + ["\(row.name)_time"]
        case .pair(let unit, let second): names(row.name, unit) + names(second, unit)
        }
    }

    /// A meter has at most four meters behind it.
    private static func names(of kind: MBusKind) -> [String] {
        (1...4).flatMap { number in
            let name = number == 1 ? kind.rawValue : "\(kind.rawValue)_\(number)"
            return names(name, kind.tableUnit) + ["\(name)_time"]
        }
    }

    /// A name with the table's unit, and with those that some meters give instead.
    private static func names(_ name: String, _ unit: Unit) -> [String] {
        let units: [Unit] =
            switch unit {
            case .kVA: [.kVA, .kW, .A]
            case .GJ: [.GJ, .kWh, .m3]
            case .m3: [.m3, .kWh]
            default: [unit]
            }
        return units.compactMap(\.canonical).map { "\(name)_\($0.suffix)" }
    }
}
