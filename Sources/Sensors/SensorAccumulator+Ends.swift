// SPDX-License-Identifier: Apache-2.0

// Lines that end with CR, and the LF that may follow it.
extension SensorAccumulator {
    /// Ends the line at the CR just read, unless an LF behind it would change what the line says.
    mutating func endLineByReturn() {
        let matches = search(keepOpen: false).matches
        buffer.append(LineEnd.lineFeed)
        let others = search(keepOpen: false).matches
        buffer.removeLast()
        let isSame = matches.elementsEqual(others) {
            $0.groups == $1.groups && $0.range == $1.range.clamped(to: 0..<buffer.count)
        }
        guard isSame else { return }
        settle(matches)
        discard(upTo: buffer.count, reason: lineReason)
        beginLine()
        endedByReturn = true
        guard pending == nil, case .sample(let sample) = events.last else { return }
        events.removeLast()
        held = sample
    }

    /// Completes the end of a line that ended by CR; whether the byte is an LF, and so its second
    /// half.
    mutating func completeEnd(_ byte: UInt8?) -> Bool {
        let isFeed = endedByReturn && byte == LineEnd.lineFeed
        endedByReturn = false
        if isFeed { bufferOffset += 1 }
        if let sample = held {
            held = nil
            let raw = isFeed ? sample.raw + [LineEnd.lineFeed] : sample.raw
            events.append(
                .sample(SensorSample(offset: sample.offset, raw: raw, values: sample.values)))
        } else if isFeed, let open = pending {
            pending = (open.offset, open.length + 1, open.reason)
        }
        return isFeed
    }
}
