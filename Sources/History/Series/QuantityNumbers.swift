// SPDX-License-Identifier: Apache-2.0

/// The short numbers under which rows name their quantities.
struct QuantityNumbers: Sendable {
    private var numbers: [String: Int] = [:]
    private var names: [Int: String] = [:]
    /// Names that have to be written.
    private(set) var added: [(number: Int, name: String)] = []

    init(_ known: [(number: Int, name: String)] = []) {
        for (number, name) in known { set(number, name) }
    }

    /// The number of a name, a new one if it has none.
    mutating func number(_ name: String) -> Int {
        if let number = numbers[name] { return number }
        let number = (names.keys.max() ?? 0) + 1
        set(number, name)
        added.append((number, name))
        return number
    }

    /// The name of a number.
    func name(_ number: Int) throws -> String {
        guard let name = names[number] else { throw ByteUnpacker.damaged }
        return name
    }

    private mutating func set(_ number: Int, _ name: String) {
        numbers[name] = number
        names[number] = name
    }
}
