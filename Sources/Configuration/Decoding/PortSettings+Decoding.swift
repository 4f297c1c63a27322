// SPDX-License-Identifier: Apache-2.0

extension PortSettings {
    /// The keys that a meter and a sensor share for their ports.
    static let keys = ["port", "baud", "parity", "gap", "record"]

    private static let speeds = [
        300, 600, 1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800,
        921_600,
    ]

    /// Reads them out of a meter's or sensor's section; `nil` without a usable port.
    init?(_ section: Section, defaultBaud: Int, context: DecodingContext) {
        let address = section.required("port", "write port: /dev/serial/by-id/… or tcp://host:port")
            .flatMap { PortAddress($0, context: context) }
        baud = section["baud"].flatMap(PortSettings.speed) ?? defaultBaud
        parity = section["parity"]?.choice() ?? .none
        let gap = section["gap"]?.duration(in: .milliseconds(10)...(.seconds(60)))
        recordFile = section["record"].flatMap { PortSettings.recordFile($0, context) }
        guard let address else { return nil }
        self.address = address
        switch address {
        case .device: self.gap = gap ?? .milliseconds(250)
        case .tcp:
            self.gap = gap ?? .seconds(1)
            for key in ["baud", "parity"] {
                section[key]?.warn(
                    "has no effect on tcp://", "set it in the adapter, and remove it here"
                )
            }
        }
    }

    private static func speed(_ field: Field) -> Int? {
        guard let baud = field.integer(in: 300...921_600, example: 115_200) else { return nil }
        guard speeds.contains(baud) else {
            field.report(
                "\(field.shown) is no speed of a serial port",
                "write one of \(speeds.map(String.init).joined(separator: ", "))")
            return nil
        }
        return baud
    }

    private static func recordFile(_ field: Field, _ context: DecodingContext) -> String? {
        guard let path = context.path(field) else { return nil }
        let identity = PathText.identity(path, in: context.files)
        field.claim("record", identity, remedy: "give each its own file") {
            "\(field.shown) is already written by \($0)"
        }
        if let end = path.lastIndex(of: "/"), end > path.startIndex,
            !context.files.exists(String(path[..<end]))
        {
            field.warn(
                "there is no folder \(path[..<end]), so nothing will be recorded",
                "make the folder, for the gateway's user to write to")
        }
        return path
    }
}
