// SPDX-License-Identifier: Apache-2.0

/// Follows all paths of a program through a line at once.
struct PatternMatcher {
    private struct Path {
        var counter: Int
        var start: Int
        var slots: [Int]
    }

    private let program: PatternProgram
    private let bytes: [UInt8]
    private let lineBegins: Bool
    private var current: [Path] = []
    private var upcoming: [Path] = []
    /// The position at which each instruction was last reached, so that no path is followed twice.
    private var reached: [Int]

    /// Prepares a search in `bytes`; `lineBegins` says whether the first of them begins a line.
    init(_ program: PatternProgram, in bytes: [UInt8], lineBegins: Bool) {
        self.program = program
        self.bytes = bytes
        self.lineBegins = lineBegins
        reached = Array(repeating: -1, count: program.instructions.count)
    }

    /// Finds the leftmost match from `origin` on; among those, the one a backtracking matcher would
    /// prefer.
    mutating func search(from origin: Int) -> PatternSearch {
        var result = PatternSearch()
        reached = Array(repeating: -1, count: reached.count)
        upcoming.removeAll(keepingCapacity: true)
        for position in origin...bytes.count {
            if result.match == nil {
                let slots = Array(repeating: -1, count: 2 * program.captures)
                follow(Path(counter: 0, start: position, slots: slots), at: position)
            }
            if upcoming.isEmpty, result.match != nil { break }
            swap(&current, &upcoming)
            step(at: position, result: &result)
        }
        return result
    }

    /// Moves every path over `bytes[position]`; at the end of the bytes, notes which are still
    /// open.
    private mutating func step(at position: Int, result: inout PatternSearch) {
        upcoming.removeAll(keepingCapacity: true)
        for path in current {
            switch program.instructions[path.counter] {
            case .byte(let set):
                guard position < bytes.count else {
                    if path.start < position {
                        result.openStart = min(result.openStart ?? path.start, path.start)
                    }
                    continue
                }
                guard set.contains(bytes[position]) else { continue }
                var next = path
                next.counter += 1
                follow(next, at: position + 1)
            case .match:
                result.match = PatternSearch.Match(
                    range: path.start..<position, groups: groups(path.slots))
                return  // What follows in the list is less preferred.
            default: continue
            }
        }
    }

    /// Follows a path through all instructions that consume nothing, to where it waits for
    /// `bytes[position]`.
    private mutating func follow(_ path: Path, at position: Int) {
        var open = [path]
        while var next = open.popLast() {
            guard reached[next.counter] < position else { continue }
            reached[next.counter] = position
            switch program.instructions[next.counter] {
            case .byte, .match: upcoming.append(next)
            case .jump(let target):
                next.counter = target
                open.append(next)
            case .fork(let first, let second):
                next.counter = second
                open.append(next)
                next.counter = first
                open.append(next)
            case .save(let slot):
                next.slots[slot] = position
                next.counter += 1
                open.append(next)
            case .require(let assertion):
                guard assertion.holds(in: bytes, at: position, lineBegins: lineBegins) else {
                    continue
                }
                next.counter += 1
                open.append(next)
            }
        }
    }

    private func groups(_ slots: [Int]) -> [Range<Int>?] {
        (0..<program.captures).map { index in
            let lower = slots[2 * index]
            let upper = slots[2 * index + 1]
            return lower >= 0 && upper >= lower ? lower..<upper : nil
        }
    }
}
