// SPDX-License-Identifier: Apache-2.0

/// A flat JSON object as the ledger writes it; no key and no value holds a quotation mark here.
struct LedgerLine {
    private let fields: [String: String]

    init(_ json: some StringProtocol) {
        var fields: [String: String] = [:]
        var rest = Array(json.utf8)[...]
        let quote = UInt8(ascii: "\"")
        while let open = rest.firstIndex(of: quote) {
            rest = rest[(open + 1)...]
            guard let close = rest.firstIndex(of: quote) else { break }
            let name = String(decoding: rest[..<close], as: UTF8.self)
            rest = rest[(close + 2)...]
            let isText = rest.first == quote
            if isText { rest = rest.dropFirst() }
            let stop: Set<UInt8> = isText ? [quote] : [UInt8(ascii: ","), UInt8(ascii: "}")]
            let end = rest.firstIndex(where: stop.contains) ?? rest.endIndex
            let value = String(decoding: rest[..<end], as: UTF8.self)
            if isText || value != "null" { fields[name] = value }
            rest = rest[end...].dropFirst()
        }
        self.fields = fields
    }

    /// A value; `nil` when it is null or missing.
    subscript(name: String) -> String? { fields[name] }

    /// A whole number.
    func number(_ name: String) -> Int? { fields[name].flatMap { Int($0) } }
}
