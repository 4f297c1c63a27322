// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The readings that a telegram gives: names from the table, exact numbers, nothing that the meter
/// did not say.
public struct ReadingList: Sendable, Hashable {
    /// In the order of the telegram; `power_net_kw` last.
    public private(set) var readings: [Reading] = []

    /// Reads a telegram's objects by ``OBISRegistry``.
    ///
    /// Of a code that comes twice the first counts. Decimal multiples are converted exactly (Wh to
    /// kWh, MJ to GJ); another kind of unit gets its own suffix.
    public init(_ telegram: borrowing Telegram) {
        readings.reserveCapacity(telegram.objects.count + 1)
        for object in telegram.objects {
            guard let row = OBISRegistry.row(for: object.code) else { continue }
            add(row, telegram.values(of: object), telegram)
        }
        addMBus(telegram)
        addNetPower()
    }

    /// The value of a name.
    public subscript(name: String) -> ReadingValue? { readings.first { $0.name == name }?.value }

    private mutating func add(_ name: String, _ value: ReadingValue) {
        // Lengths are compared faster than texts.
        let length = name.utf8.count
        guard !readings.contains(where: { $0.name.utf8.count == length && $0.name == name }) else {
            return
        }
        readings.append(Reading(name: name, value: value))
    }

    private mutating func add(
        _ row: OBISRow, _ values: ArraySlice<DataValue>, _ telegram: borrowing Telegram
    ) {
        guard let first = values.first else { return }
        switch row.form {
        case .quantity(let unit):
            addQuantity(row.name, row.names.first, first, unit, telegram)
        case .count, .ratio:
            guard let number = first.number, first.unit == .none else { return }
            if case .count = row.form, number.decimals > 0 || number.mantissa < 0 { return }
            add(row.name, .number(number))
        case .state: addState(row.name, first, telegram)
        case .text:
            guard let message = Message.text(telegram.bytes(of: first)) else { return }
            add(row.name, .text(message))
        case .peak(let unit):
            guard let last = values.last, let time = first.time else { return }
            addQuantity(row.name, row.names.first, last, unit, telegram)
            add("\(row.name)_time", .time(time))
        case .pair(let unit, let second):
            addQuantity(row.name, row.names.first, first, unit, telegram)
            if values.count > 1 {
                let value = values[values.startIndex + 1]
                addQuantity(second, row.names.second, value, unit, telegram)
            }
        }
    }

    /// Adds a number with its unit as suffix; without a unit only where the table fixes it.
    ///
    /// `usual` is the name with the table's unit.
    private mutating func addQuantity(
        _ name: String, _ usual: String, _ value: DataValue, _ tableUnit: Unit,
        _ telegram: borrowing Telegram
    ) {
        guard let number = value.number else { return }
        let unit = value.unit == .none && telegram.isLuxembourg ? tableUnit : value.unit
        guard let canonical = unit.canonical, let exact = number.timesPowerOfTen(canonical.power)
        else { return }
        add(unit == tableUnit ? usual : unit.behind(name), .number(exact))
    }

    private mutating func addState(
        _ name: String, _ value: DataValue, _ telegram: borrowing Telegram
    ) {
        let bytes = telegram.bytes(of: value)
        guard !bytes.isEmpty else { return }
        if bytes.allSatisfy(ASCII.isDigit), let number = value.number {
            add(name, .number(number))
        } else {
            add(name, .text(Message.latin(bytes)))
        }
    }

    /// Adds gas, water, heat and the like by the type that each M-Bus channel names.
    ///
    /// A channel that was never read (no time, no unit) gives nothing; the second living one of a
    /// kind is numbered.
    private mutating func addMBus(_ telegram: borrowing Telegram) {
        var seen: [MBusKind: Int] = [:]
        for channel in UInt8(1)...4 {
            guard let typed = telegram.object(OBISCode(0, channel, 24, 1, 0)),
                let type = telegram.values(of: typed).first?.number,
                let kind = MBusKind(deviceType: type.mantissa),
                let register = telegram.object(OBISCode(0, channel, 24, 2, 1))
                    ?? telegram.object(OBISCode(0, channel, 24, 2, 3))
                    ?? telegram.object(OBISCode(0, channel, 24, 3, 0))
            else { continue }
            let values = telegram.values(of: register)
            guard values.count > 1, let value = values.last, let number = value.number else {
                continue
            }
            let time = values[values.startIndex].time
            guard time != nil || value.unit != .none || values.count > 2 else { continue }
            let unit =
                value.unit == .none ? ReadingList.unitAside(values, kind, telegram) : value.unit
            guard let canonical = unit.canonical,
                let exact = number.timesPowerOfTen(canonical.power)
            else {
                continue
            }
            let count = seen[kind, default: 0] + 1
            seen[kind] = count
            let name = count == 1 ? kind.rawValue : "\(kind.rawValue)_\(count)"
            add("\(name)_\(canonical.suffix)", .number(exact))
            if let time { add("\(name)_time", .time(time)) }
        }
    }

    /// The unit of a register that has none behind its number.
    ///
    /// DSMR 2.2 and 3 name it in a group of its own, `(time)(00)(60)(1)(0-1:24.2.1)(m3)(value)`;
    /// Luxembourg's table fixes it.
    private static func unitAside(
        _ values: ArraySlice<DataValue>, _ kind: MBusKind, _ telegram: borrowing Telegram
    ) -> Unit {
        if values.count > 2 { return Unit.named(telegram.bytes(of: values[values.endIndex - 2])) }
        return telegram.isLuxembourg ? kind.tableUnit : .none
    }

    private mutating func addNetPower() {
        guard case .number(let taken) = self["power_import_kw"],
            case .number(let given) = self["power_export_kw"],
            let net = taken.subtracting(given)
        else { return }
        add("power_net_kw", .number(net))
    }
}
