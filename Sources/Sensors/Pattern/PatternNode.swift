// SPDX-License-Identifier: Apache-2.0

/// One node of a parsed pattern.
indirect enum PatternNode: Sendable, Hashable {
    case bytes(ByteSet)
    case assertion(PatternAssertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repetition(PatternNode, minimum: Int, maximum: Int?, greedy: Bool)
    case capture(Int, PatternNode)

    /// Whether the node matches without consuming a byte.
    var matchesNothing: Bool {
        switch self {
        case .bytes: false
        case .assertion: true
        case .sequence(let parts): parts.allSatisfy(\.matchesNothing)
        case .choice(let parts): parts.contains(where: \.matchesNothing)
        case .repetition(let node, let minimum, _, _): minimum == 0 || node.matchesNothing
        case .capture(_, let node): node.matchesNothing
        }
    }
}
