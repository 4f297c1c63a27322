// SPDX-License-Identifier: Apache-2.0

// Saying what became of the bytes.
extension FrameAccumulator {
    /// Keeps a failure until it is certain that no frame begins inside it; one inside another gives
    /// no line.
    ///
    /// On the word of its head none reaches further than ``frameLimit``: so much at most can a false
    /// head hide of the failures behind it, and nothing behind a silence.
    mutating func fail(_ new: Discarded) {
        var at = failed.endIndex
        while at > 0, failed[at - 1].offset > new.offset { at -= 1 }
        if at > 0, failed[at - 1].offset + failed[at - 1].length > new.offset { return }
        var inside = at
        while inside < failed.count, failed[inside].offset < new.offset + new.length { inside += 1 }
        failed.replaceSubrange(at..<inside, with: CollectionOfOne(new))
    }

    mutating func accept(_ start: Int, _ stop: Int) {
        for outer in live where outer.start < start { cutOff(outer) }
        if let waiting = clear, waiting.start < start {
            fail(
                Discarded(offset: waiting.start, length: start - waiting.start, reason: .truncated))
        }
        tellFailures(before: start)
        tellNoise(before: start)
        events.append(.frame(offset: start, length: stop - start))
        told = stop
        sealedScan = stop
        clearScan = stop
        live.removeAll(keepingCapacity: true)
        if !failed.isEmpty { failed.removeAll { $0.offset < stop } }
        clear = nil
    }

    /// Reports the failures that no frame can cut any more.
    mutating func tellSettled() {
        guard !failed.isEmpty else { return }
        let certain = settled
        var count = 0
        while count < failed.count, failed[count].offset + failed[count].length <= certain {
            count += 1
        }
        for index in 0..<count { tell(failed[index]) }
        failed.removeFirst(count)
    }

    mutating func tellFailures(before limit: Int) {
        for var failure in failed where failure.offset < limit {
            failure.length = min(failure.length, limit - failure.offset)
            tell(failure)
        }
    }

    mutating func tell(_ failure: Discarded) {
        tellNoise(before: failure.offset)
        events.append(.discarded(failure))
        told = failure.offset + failure.length
    }

    mutating func tellNoise(before limit: Int) {
        guard told < limit else { return }
        events.append(.discarded(Discarded(offset: told, length: limit - told, reason: .noise)))
        told = limit
    }

    /// Ends what the silence cut off, looks for clear telegrams inside it, and reports all that is
    /// left.
    mutating func finish(_ judge: inout some FrameJudge) {
        let end = window.end
        for cut in live { cutOff(cut) }
        live.removeAll(keepingCapacity: true)
        while sealedScan < end, let start = window.find(0xDB, from: sealedScan, to: end) {
            let isHead =
                end - start >= 5 && window[start + 1] == 8
                && (2...4).allSatisfy { ASCII.isLetter(window[start + $0]) }
            if isHead { fail(Discarded(offset: start, length: end - start, reason: .truncated)) }
            sealedScan = start + 1
        }
        sealedScan = end
        while searchClear(limit: end, isLast: true, &judge) {
            // One frame at a time: the judge keeps what it found only until the next one.
            if !events.isEmpty { return }
        }
        if let waiting = clear {
            fail(Discarded(offset: waiting.start, length: end - waiting.start, reason: .truncated))
        }
        tellFailures(before: end)
        tellNoise(before: end)
        (sealedScan, clearScan, clear) = (end, end, nil)
        failed.removeAll(keepingCapacity: true)
        isSilent = false
    }
}
