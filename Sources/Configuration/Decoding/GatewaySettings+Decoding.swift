// SPDX-License-Identifier: Apache-2.0

extension GatewaySettings {
    private static let zoneFolder = "/usr/share/zoneinfo"
    /// The path of a socket has at most 107 bytes (unix(7)), of which `/live.sock` takes ten.
    private static let longestStateDirectory = 97

    /// Reads the section `gateway`, which may be missing.
    init(_ field: Field?, context: DecodingContext) {
        let section = field?.section([
            "state_dir", "timezone", "log_level", "durability", "retention",
        ])
        stateDirectory = section?["state_dir"].flatMap(context.path) ?? "/var/lib/meter-gateway"
        if stateDirectory.utf8.count > GatewaySettings.longestStateDirectory {
            section?["state_dir"]?.warn(
                "the path has \(stateDirectory.utf8.count) bytes; with more than "
                    + "\(GatewaySettings.longestStateDirectory), watch and accept-counter cannot reach the gateway",
                "choose a shorter one")
        }
        timeZone =
            section?["timezone"].flatMap { GatewaySettings.zone($0, context) }
            ?? "Europe/Luxembourg"
        logLevel = section?["log_level"]?.choice() ?? .info
        durability = section?["durability"]?.choice() ?? .balanced
        let retention = section?["retention"]?.section(["telegrams"] + SeriesRetention.keys)
        seriesRetention = SeriesRetention(retention)
        telegramRetention =
            retention?["telegrams"]?.duration(in: .seconds(60)...(.seconds(3_660 * 86_400)))
            ?? .seconds(7 * 86_400)
    }

    /// The name of a zone, looked up in the tz database where there is one.
    private static func zone(_ field: Field, _ context: DecodingContext) -> String? {
        guard let name = field.text(limit: 64) else { return nil }
        let isName = name.utf8.allSatisfy {
            ByteClass.isLetterOrDigit($0) || "/_+-".utf8.contains($0)
        }
        guard isName, !name.hasPrefix("/"), !name.hasSuffix("/"),
            !context.files.exists(zoneFolder) || context.files.exists("\(zoneFolder)/\(name)")
        else {
            field.report(
                "there is no time zone '\(field.shown)'", "write a name such as Europe/Luxembourg")
            return nil
        }
        return name
    }
}
