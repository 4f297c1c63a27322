// SPDX-License-Identifier: Apache-2.0

extension GatewayConfiguration {
    private static let keys = [
        "version", "gateway", "mqtt", "meters", "sensors", "http", "mail", "reports", "day_files",
    ]

    /// Reads the document; `nil` when anything in it is wrong, which has then been reported.
    init?(_ document: DocumentNode, context: DecodingContext) {
        let root = Field(node: document, path: "", findings: context.findings)
        guard case .mapping(let entries, let position) = document else {
            if case .refused = document { return nil }
            context.findings.report(
                at: root.position, path: "yaml", "the file holds no keys",
                remedy: "begin with 'version: 1'")
            return nil
        }
        let section = Section(
            entries, at: position, path: "", keys: GatewayConfiguration.keys,
            findings: context.findings)
        GatewayConfiguration.checkVersion(section)
        gateway = GatewaySettings(section["gateway"], context: context)
        let mqtt = section.required(
            "mqtt", "add 'mqtt:' and under it 'url: mqtts://broker.example:8883'"
        )
        .flatMap { MQTTSettings($0, context: context) }
        meters = (section["meters"]?.elements() ?? []).compactMap {
            MeterConfiguration($0, context: context)
        }
        sensors = (section["sensors"]?.elements() ?? []).compactMap {
            SensorConfiguration($0, context: context)
        }
        http = section["http"].flatMap { HTTPSettings($0, context: context) }
        mail = section["mail"].flatMap { MailSettings($0, context: context) }
        let known = meters
        reports = (section["reports"]?.elements() ?? []).compactMap {
            ReportConfiguration($0, meters: known)
        }
        if section["mail"] == nil, !reports.isEmpty {
            section["reports"]?.report(
                "there is no section 'mail' to send them with",
                "add 'mail:' and under it 'from: meters@example.org'")
        }
        let stateDirectory = gateway.stateDirectory
        dayFiles = section["day_files"].flatMap {
            DayFileSettings($0, stateDirectory: stateDirectory)
        }
        GatewayConfiguration.checkEntries(section)
        guard !context.findings.hasErrors, let mqtt else { return nil }
        self.mqtt = mqtt
    }

    /// Reports that nothing is to be read, unless a key that was meant for that is reported already.
    private static func checkEntries(_ section: Section) {
        let lists = ["meters", "sensors"]
        guard lists.allSatisfy({ section[$0]?.hasNoElements ?? true }),
            !section.entries.contains(where: { entry in
                !keys.contains(entry.key)
                    && Suggestion.nearest(to: entry.key, among: keys).map(lists.contains) ?? false
            })
        else { return }
        section.report(
            at: "meters", "there is neither a meter nor a sensor", "add 'meters:' with an entry")
    }

    private static func checkVersion(_ section: Section) {
        guard let field = section.required("version", "begin the file with 'version: 1'"),
            let text = field.text(),
            text != "1"
        else { return }
        field.report("the version '\(field.shown)' is not known to this program", "write 1")
    }
}
