// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors

extension MeterConfiguration {
    private static let keys =
        Identity.keys + PortSettings.keys + MeterKeys.keys
        + [
            "interval", "authentication", "allow_plaintext", "winter_offset", "data_request",
            "reference_power",
        ]

    /// Reads an entry of `meters`; `nil` without a usable id and port.
    init?(_ field: Field, context: DecodingContext) {
        guard let section = field.section(MeterConfiguration.keys) else { return nil }
        let identity = Identity(section)
        let port = PortSettings(section, defaultBaud: 115_200, context: context)
        let meterKeys = MeterKeys(section, context: context)
        key = meterKeys.encryption
        authenticationKey = meterKeys.authentication
        interval = section["interval"]?.duration(in: .seconds(1)...(.seconds(86_400)))
        authentication = section["authentication"]?.choice() ?? .strict
        allowsPlaintext = section["allow_plaintext"]?.boolean() ?? false
        winterOffset = section["winter_offset"].flatMap(MeterConfiguration.offset) ?? .centralEurope
        dataRequest = section["data_request"].flatMap {
            DataRequestConfiguration($0, defaultActiveLow: true, context: context)
        }
        referencePower = section["reference_power"].flatMap(MeterConfiguration.kilowatts)
        guard let identity, let port else { return nil }
        id = identity.id
        name = identity.name
        isEnabled = identity.isEnabled
        self.port = port
    }

    /// A power such as `7kW`, more than 0 and at most 1,000 kW.
    private static func kilowatts(_ field: Field) -> FixedPoint? {
        guard let text = field.text() else { return nil }
        let digits = text.hasSuffix(" kW") ? text.dropLast(3) : text.dropLast(2)
        guard text.hasSuffix("kW"), !digits.contains(","),
            let power = FixedPoint(decimal: digits.utf8),
            power.decimals <= 3, let watts = power.rescaled(to: 3)?.mantissa,
            (1...1_000_000).contains(watts)
        else {
            field.report(
                "'\(field.shown)' is no power", "write kilowatts with their unit, such as 7kW")
            return nil
        }
        return power
    }

    private static func offset(_ field: Field) -> UTCOffset? {
        guard let text = field.text() else { return nil }
        if let offset = UTCOffset(text) { return offset }
        field.report("'\(field.shown)' is no offset from UTC", "write it like \"+01:00\"")
        return nil
    }
}
