// SPDX-License-Identifier: Apache-2.0

/// A pattern as a list of instructions that are all followed at once, byte by byte (Thompson's
/// construction).
///
/// No backtracking: one search takes at most the line's length times the number of instructions, and
/// ``PatternMatcher`` bounds all searches of a line, so no pattern and no input can stop the gateway.
/// The standard library's `Regex` backtracks, and reads CR LF as one character.
struct PatternProgram: Sendable, Hashable {
    enum Instruction: Sendable, Hashable {
        case byte(ByteSet)
        /// Go on at both places; the first is preferred.
        case fork(first: Int, second: Int)
        case jump(Int)
        case save(slot: Int)
        case require(PatternAssertion)
        case match
    }

    static let sizeLimit = 4_096

    private(set) var instructions: [Instruction] = []
    let captures: Int

    init(_ node: PatternNode, captures: Int) throws(SensorPatternError) {
        self.captures = captures
        try append(node)
        instructions.append(.match)
    }

    private mutating func append(_ node: PatternNode) throws(SensorPatternError) {
        guard instructions.count < PatternProgram.sizeLimit else { throw .tooBig }
        switch node {
        case .bytes(let set): instructions.append(.byte(set))
        case .assertion(let assertion): instructions.append(.require(assertion))
        case .sequence(let parts): for part in parts { try append(part) }
        case .choice(let branches): try appendChoice(branches[...])
        case .capture(let index, let inner):
            instructions.append(.save(slot: 2 * index))
            try append(inner)
            instructions.append(.save(slot: 2 * index + 1))
        case .repetition(let inner, let minimum, let maximum, let greedy):
            for _ in 0..<minimum {
                let before = instructions.count
                try append(inner)
                // An empty group grows nothing; nested, its repetitions would only burn time.
                if instructions.count == before { break }
            }
            if let maximum {
                for _ in minimum..<maximum { try appendOptional(inner, greedy: greedy) }
            } else {
                try appendLoop(inner, greedy: greedy)
            }
        }
    }

    private mutating func appendChoice(_ branches: ArraySlice<PatternNode>)
        throws(SensorPatternError)
    {
        guard let first = branches.first else { return }
        let rest = branches.dropFirst()
        guard !rest.isEmpty else { return try append(first) }
        let fork = reserve()
        try append(first)
        let end = reserve()
        instructions[fork] = .fork(first: fork + 1, second: instructions.count)
        try appendChoice(rest)
        instructions[end] = .jump(instructions.count)
    }

    private mutating func appendOptional(_ node: PatternNode, greedy: Bool)
        throws(SensorPatternError)
    {
        let fork = reserve()
        try append(node)
        instructions[fork] = PatternProgram.fork(
            into: fork + 1, past: instructions.count, greedy: greedy)
    }

    private mutating func appendLoop(_ node: PatternNode, greedy: Bool) throws(SensorPatternError) {
        let fork = reserve()
        try append(node)
        instructions.append(.jump(fork))
        instructions[fork] = PatternProgram.fork(
            into: fork + 1, past: instructions.count, greedy: greedy)
    }

    private mutating func reserve() -> Int {
        instructions.append(.jump(0))
        return instructions.count - 1
    }

    private static func fork(into inner: Int, past outer: Int, greedy: Bool) -> Instruction {
        greedy ? .fork(first: inner, second: outer) : .fork(first: outer, second: inner)
    }
}
