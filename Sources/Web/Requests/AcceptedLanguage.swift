// SPDX-License-Identifier: Apache-2.0

/// Chooses a language by Accept-Language (RFC 9110, 12.5.4).
enum AcceptedLanguage {
    /// The one of some languages that a client likes best; `nil` if it names none of them.
    ///
    /// Only what stands before the first hyphen is looked at: a region speaks its language.
    static func first(of languages: [String], in field: String?) -> String? {
        var best: (language: String, weight: Int)?
        for part in (field ?? "").lowercased().split(separator: ",").prefix(32) {
            let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = words.first?.split(separator: "-").first.map(String.init),
                languages.contains(name)
            else { continue }
            let weight = words.dropFirst().compactMap(weight).first ?? 1_000
            if weight > best?.weight ?? 0 { best = (name, weight) }
        }
        return best?.language
    }

    /// The thousandths of a `q=0.8`; `nil` for any other parameter.
    private static func weight(_ parameter: String) -> Int? {
        guard parameter.hasPrefix("q=") else { return nil }
        let digits = parameter.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = digits.first, digits.count <= 2 else { return 0 }
        if whole == "1" { return 1_000 }
        let decimals = (digits.count == 2 ? String(digits[1].prefix(3)) : "")
        return Int(decimals + String(repeating: "0", count: 3 - decimals.count)) ?? 0
    }
}
