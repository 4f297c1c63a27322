// SPDX-License-Identifier: Apache-2.0
import NIOCore

// The bytes.
extension PortChannel {
    /// Takes what was read; says how long to rest until the rest of the frame is due, if that is
    /// known.
    func received(_ buffer: ByteBuffer, _ attempt: Int) -> TimeAmount? {
        guard attempt == generation else { return nil }
        let now = Moment.now()
        lastBytes = now.uptime
        secondLook = nil
        if let recorder { recorder.append(Array(buffer.readableBytesView)) }
        perform(link.handle(.heard, at: now.uptime))
        unsafe buffer.withUnsafeReadableBytes { bytes in
            let typed = unsafe bytes.assumingMemoryBound(to: UInt8.self)
            content.received(unsafe typed.span, at: now, emit)
        }
        link.longestSilence = content.longestSilence
        settleRequest()
        rearm(now)
        // A read that filled its buffer has left bytes behind: those are there already.
        guard let byteTime = settings.address.byteTime, let missing = content.missingBytes,
            missing > 16, buffer.readableBytes < 4_000
        else {
            return nil
        }
        // Never so long that the driver's buffer of 4 KiB could fill, nor that the gap would pass
        // unseen.
        let due = Int64(min(missing, 1_500)) * byteTime
        return .nanoseconds(min(due, settings.gap.nanoseconds / 2))
    }

    /// Takes note that the recording fails, lost more, or is well again.
    func recordingChanged() {
        guard let recorder else { return }
        let before = link.status.recordingFault
        link.status.recordingFault = recorder.fault
        link.status.unrecordedBytes = recorder.dropped
        logger.tell(link.status.recordingFault, after: before, lost: link.status.unrecordedBytes)
        // A meter that was taken out has been forgotten by those who listen.
        if case .stopped = link.state { return }
        tellLink()
    }

    nonisolated func emit(_ event: PortEvent) {
        for consumer in consumers { consumer.receive(event) }
    }

    func tellLink() {
        content.linkChanged(link.status, at: Moment.now(), emit)
    }
}
