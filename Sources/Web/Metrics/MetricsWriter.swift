// SPDX-License-Identifier: Apache-2.0
import Readings

/// Writes Prometheus' text format 0.0.4: families with their help, samples below.
struct MetricsWriter {
    /// How a family behaves.
    enum Kind: String {
        case counter, gauge
    }

    private static let prefix = "meter_gateway_"
    private(set) var bytes: [UInt8] = []

    /// Writes a family, if it has a sample.
    mutating func family(
        _ name: String, _ kind: Kind, _ help: String, _ body: (inout Family) -> Void
    ) {
        var family = Family(name: MetricsWriter.prefix + name)
        body(&family)
        guard !family.text.isEmpty else { return }
        bytes.append(contentsOf: "# HELP \(family.name) \(help)\n".utf8)
        bytes.append(contentsOf: "# TYPE \(family.name) \(kind.rawValue)\n".utf8)
        bytes.append(contentsOf: family.text.utf8)
    }

    /// The samples of a family.
    struct Family {
        fileprivate let name: String
        fileprivate var text = ""

        /// Adds a sample; nothing where nothing is known.
        mutating func add(_ labels: KeyValuePairs<String, String>, _ value: FixedPoint?) {
            if let value { add(labels, text: value.description) }
        }

        /// Adds a whole number; nothing where nothing is known.
        mutating func add(_ labels: KeyValuePairs<String, String>, _ value: (some BinaryInteger)?) {
            if let value { add(labels, text: "\(value)") }
        }

        private mutating func add(_ labels: KeyValuePairs<String, String>, text value: String) {
            let pairs = labels.map { "\($0.key)=\"\(Family.escape($0.value))\"" }
            text += name
            if !pairs.isEmpty { text += "{\(pairs.joined(separator: ","))}" }
            text += " \(value)\n"
        }

        private static func escape(_ value: String) -> String {
            var text = ""
            for character in value.unicodeScalars {
                switch character {
                case "\\": text += "\\\\"
                case "\"": text += "\\\""
                case "\n": text += "\\n"
                default: text.unicodeScalars.append(character)
                }
            }
            return text
        }
    }
}
