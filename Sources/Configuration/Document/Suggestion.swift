// SPDX-License-Identifier: Apache-2.0

/// Finds the word that was probably meant.
public enum Suggestion {
    /// The nearest of the known words, if it is near enough to be a slip; else one that the other
    /// begins with; `nil` when none is meant.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let typed = Array(word.lowercased().unicodeScalars.prefix(64))
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = editDistance(typed, Array(candidate.unicodeScalars))
            let limit = max(1, min(3, candidate.unicodeScalars.count / 3))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word ?? known.first { haveOneBeginning(typed, Array($0.unicodeScalars)) }
    }

    private static func haveOneBeginning<Letter: Equatable>(_ left: [Letter], _ right: [Letter])
        -> Bool
    {
        min(left.count, right.count) >= 3 && (left.starts(with: right) || right.starts(with: left))
    }

    /// How many letters must be put in, left out, replaced or swapped with the next to get from one
    /// to the other.
    static func editDistance<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, leftLetter) in left.enumerated() {
            var next = [row + 1]
            for (column, rightLetter) in right.enumerated() {
                var cost = min(
                    last[column] + (leftLetter == rightLetter ? 0 : 1), last[column + 1] + 1,
                    next[column] + 1)
                if row > 0, column > 0, leftLetter == right[column - 1],
                    left[row - 1] == rightLetter
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                next.append(cost)
            }
            (beforeLast, last) = (last, next)
        }
        return last[right.count]
    }
}
