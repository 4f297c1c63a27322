// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

extension Decoding {
    /// Each line as another reader of JSON sees it.
    func objects() throws -> [[String: Any]] {
        try lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Foundation.Data(line.utf8))
            return try #require(object as? [String: Any])
        }
    }

    /// Checks the first value group of each code, `a|b` for two groups.
    func expectValues(_ wanted: [String: String]?, of telegram: [String: Any]) {
        let objects = telegram["objects"] as? [[String: Any]] ?? []
        for (code, value) in wanted ?? [:] {
            let found = objects.first { $0["obis"] as? String == code }
            let values = found?["values"] as? [String] ?? []
            #expect(values.joined(separator: "|") == value, "\(code)")
        }
    }
}
