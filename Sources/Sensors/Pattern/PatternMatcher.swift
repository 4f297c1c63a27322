// SPDX-License-Identifier: Apache-2.0

/// Follows all paths of a program through a line at once.
///
/// One search takes time in proportion to the line and the program, but the next one begins behind
/// its match, and may look at the same bytes again. So all searches of a matcher share an allowance
/// of steps, in proportion to the line alone.
struct PatternMatcher {
    /// How many steps a byte of the line is worth.
    ///
    /// Usual patterns take twenty; `.{0,256}` takes 770. A step takes some tens of nanoseconds, so a
    /// line costs less time than it takes at 115,200 baud.
    static let stepsPerByte = 1_024

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
    /// Paths of the instruction that is being followed; kept for its storage.
    private var open: [Path] = []
    private var allowance: Int

    /// Prepares a search in `bytes`; `lineBegins` says whether the first of them begins a line.
    init(_ program: PatternProgram, in bytes: [UInt8], lineBegins: Bool) {
        self.program = program
        self.bytes = bytes
        self.lineBegins = lineBegins
        reached = Array(repeating: -1, count: program.instructions.count)
        allowance = PatternMatcher.stepsPerByte * (bytes.count + 1)
    }

    /// Finds the leftmost match from `origin` on; among those, the one a backtracking matcher would
    /// prefer.
    ///
    /// `nil` once the allowance is used up: then nothing is known of the line.
    mutating func search(from origin: Int) -> PatternSearch? {
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
            guard allowance > 0 else { return nil }
        }
        return result
    }

    /// Moves every path over `bytes[position]`; at the end of the bytes, notes which are still
    /// open.
    private mutating func step(at position: Int, result: inout PatternSearch) {
        upcoming.removeAll(keepingCapacity: true)
        for path in current where allowance > 0 {
            allowance -= 1
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
        open.append(path)
        while var next = open.popLast() {
            guard reached[next.counter] < position else { continue }
            reached[next.counter] = position
            allowance -= 1
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
