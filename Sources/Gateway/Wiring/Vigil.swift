// SPDX-License-Identifier: Apache-2.0

/// Watches parts that each have a number which grows as long as they live.
struct Vigil {
    /// What a look found.
    enum Finding: Equatable {
        /// Every number has grown; whether one hung before.
        case allAlive(isNews: Bool)
        /// Some number has stood still, for the first time or for long.
        case late
        /// These parts have not moved for two looks; told once.
        case hanging(String)
    }

    /// How many looks in a row a part may be late before it hangs.
    private static let patience = 2

    private let parts: [String]
    private var before: [UInt64] = []
    private var late = 0

    /// Begins with the names of the parts.
    init(parts: [String]) { self.parts = parts }

    /// Compares the numbers with those of the last look, in the order of the names.
    mutating func look(_ numbers: [UInt64]) -> Finding {
        let still = zip(parts, zip(numbers, before)).filter { $1.0 == $1.1 }.map(\.0)
        before = numbers
        guard !still.isEmpty else {
            defer { late = 0 }
            return .allAlive(isNews: late >= Vigil.patience)
        }
        late += 1
        return late == Vigil.patience ? .hanging(still.joined(separator: ", ")) : .late
    }
}
