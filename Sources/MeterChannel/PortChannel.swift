// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Glibc
public import Logging
public import NIOCore
public import Readings
import Serial
public import ServiceLifecycle

/// One configured port: opens it, keeps it open, drives its data-request line and hands on what its
/// bytes become.
///
/// The actor runs on its port's event loop, so bytes, decryption and parsing share one thread
/// without a hop, and nothing in it waits. Whatever happens to a port is a state with a reason:
/// ``run()`` does not return before it is told to, and no other channel feels it.
public actor PortChannel<Content: PortContent>: Service {
    /// The meter or sensor on the port.
    public nonisolated let id: MeterID
    private let settings: LinkSettings
    private let consumers: [any UpdateConsumer]
    private let logger: Logger
    private let eventLoop: any EventLoop
    private let recorder: Recorder?

    private var content: Content
    private var link: LinkStateMachine
    private var port: SerialPort?
    private var channel: (any Channel)?
    private var watch: DirectoryWatch?
    private var watchChannel: (any Channel)?
    /// Tells late results of an earlier opening from those of the current one.
    private var generation = 0
    private var lastBytes: Int64 = 0
    /// When a silence that has been seen once is looked at again.
    private var secondLook: Int64?
    private var timer: Scheduled<Void>?
    private var timerDue: Int64 = .max
    private var lineLevel: Bool?
    private var lineRetryAt: Int64?
    private let ending = AsyncStream<Never>.makeStream()

    /// The event loop that the port is read on is also where the actor runs.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe eventLoop.executor.asUnownedSerialExecutor()
    }

    /// Puts a channel together; nothing is opened before ``run()``.
    public init(
        id: MeterID, settings: LinkSettings, content: sending Content,
        consumers: [any UpdateConsumer],
        eventLoop: any EventLoop, logger: Logger
    ) {
        self.init(
            id: id, settings: settings, content: content, consumers: consumers,
            eventLoop: eventLoop,
            logger: logger, timing: LinkStateMachine.Timing())
    }

    init(
        id: MeterID, settings: LinkSettings, content: sending Content,
        consumers: [any UpdateConsumer],
        eventLoop: any EventLoop, logger: Logger, timing: LinkStateMachine.Timing
    ) {
        self.id = id
        self.settings = settings
        self.content = content
        self.consumers = consumers
        self.eventLoop = eventLoop
        self.logger = logger
        link = LinkStateMachine(timing: timing)
        link.status.request = settings.requestLine == nil ? .none : .released
        recorder = settings.recordFile.map { Recorder(path: $0) }
    }

    /// Reads the port until the service or this channel alone is told to stop, then releases port
    /// and line.
    ///
    /// Bytes still to be recorded are waited for, a second at most.
    public func run() async throws {
        recorder?.onChange { [weak self, eventLoop] in
            eventLoop.execute { self?.assumeIsolated { $0.recordingChanged() } }
        }
        startWatching()
        perform(link.handle(.start, at: Moment.now().uptime))
        tellLink()
        let ending = ending
        await withTaskCancellationOrGracefulShutdownHandler {
            for await _ in ending.stream {}
        } onCancelOrGracefulShutdown: {
            ending.continuation.finish()
        }
        stop()
        await recorder?.finish()
    }

    /// Closes the port and gives its line back, and lets ``run()`` return.
    ///
    /// Returns when what came is recorded, after a second at the latest.
    public func shutDown() async {
        stop()
        ending.continuation.finish()
        await recorder?.finish()
    }

    private func stop() {
        if case .stopped = link.state { return }
        logger.debug("Closing the port")
        perform(link.handle(.stop, at: Moment.now().uptime))
        timer?.cancel()
        timer = nil
        watchChannel?.close(promise: nil)
        watchChannel = nil
        settings.requestLine?.close()
        content.ended()
    }
}

// The port.
extension PortChannel {
    private func handle(_ event: LinkStateMachine.Event) {
        let now = Moment.now()
        perform(link.handle(event, at: now.uptime))
        rearm(now)
    }

    private func perform(_ actions: [LinkStateMachine.Action]) {
        for action in actions {
            switch action {
            case .open: open()
            case .close: close()
            case .dropRequest: drive(false, why: "the meter is silent")
            case .raiseRequest: settleRequest()
            case .report: tellLink()
            }
        }
    }

    private func open() {
        generation += 1
        let attempt = generation
        switch settings.address {
        case .device(let serial):
            // A driver may block in open; it then blocks a thread of its own and nobody else.
            DispatchQueue(label: "open \(serial.path)").async { [eventLoop] in
                let box = PortBox(serial)
                eventLoop.execute {
                    self.assumeIsolated { $0.finishOpening(attempt, box) }
                }
            }
        case .tcp(let host, let port): connect(attempt, host, port)
        }
    }

    private func finishOpening(_ attempt: Int, _ box: PortBox) {
        guard attempt == generation, case .opening = link.state else { return }
        do throws(SerialError) {
            let opened = try box.take()
            let descriptor = try opened.duplicate()
            port = consume opened
            PortBootstrap(eventLoop: eventLoop)
                .serial(descriptor) { self.install(attempt, on: $0) }
                .whenComplete { result in
                    self.assumeIsolated { $0.started(attempt, result, descriptor) }
                }
        } catch {
            fail(PortFault(error))
        }
    }

    private func connect(_ attempt: Int, _ host: String, _ port: Int) {
        PortBootstrap(eventLoop: eventLoop)
            .tcp(host, port) { self.install(attempt, on: $0) }
            .whenComplete { result in self.assumeIsolated { $0.started(attempt, result, nil) } }
    }

    private nonisolated func install(_ attempt: Int, on channel: any Channel) -> EventLoopFuture<
        Void
    > {
        channel.eventLoop.makeCompletedFuture {
            let reader = PortReader(
                received: { buffer in self.assumeIsolated { $0.received(buffer, attempt) } },
                ended: { self.assumeIsolated { $0.ended(attempt) } })
            try channel.pipeline.syncOperations.addHandler(reader)
        }
    }

    private func started(
        _ attempt: Int, _ result: Result<any Channel, any Error>, _ descriptor: CInt?
    ) {
        guard attempt == generation, case .opening = link.state else {
            if case .success(let late) = result { late.close(promise: nil) }
            return
        }
        switch result {
        case .success(let opened):
            channel = opened
            logger.info("Port open", metadata: ["port": "\(settings.address.text)"])
            handle(.opened)
        case .failure(let error):
            port = nil
            fail(.unreached(settings.address, error))
        }
    }

    private func fail(_ fault: PortFault) {
        logger.debug("Port not open", metadata: ["why": "\(fault.hint)"])
        handle(.failed(fault))
    }

    private func ended(_ attempt: Int) {
        guard attempt == generation, link.state == .open else { return }
        channel = nil
        logger.debug("Port lost", metadata: ["port": "\(settings.address.text)"])
        handle(.lost(.lost(settings.address)))
    }

    private func close() {
        generation += 1
        channel?.close(promise: nil)
        channel = nil
        // Closed at once: a held dead descriptor makes an adapter come back under another number.
        port = nil
    }
}

// The bytes.
extension PortChannel {
    /// Takes what was read; says how long to rest until the rest of the frame is due, if that is
    /// known.
    private func received(_ buffer: ByteBuffer, _ attempt: Int) -> TimeAmount? {
        guard attempt == generation else { return nil }
        let now = Moment.now()
        lastBytes = now.uptime
        secondLook = nil
        if let recorder { recorder.append(Array(buffer.readableBytesView)) }
        _ = link.handle(.heard, at: now.uptime)
        unsafe buffer.withUnsafeReadableBytes { bytes in
            let typed = unsafe bytes.assumingMemoryBound(to: UInt8.self)
            content.received(unsafe typed.span, at: now, emit)
        }
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
    private func recordingChanged() {
        guard let recorder else { return }
        let before = link.status.recordingFault
        link.status.recordingFault = recorder.fault
        link.status.unrecordedBytes = recorder.dropped
        logger.tell(link.status.recordingFault, after: before, lost: link.status.unrecordedBytes)
        // A meter that was taken out has been forgotten by those who listen.
        if case .stopped = link.state { return }
        tellLink()
    }

    private nonisolated func emit(_ event: PortEvent) {
        for consumer in consumers { consumer.receive(event) }
    }

    private func tellLink() {
        content.linkChanged(link.status, at: Moment.now(), emit)
    }
}

// Time.
extension PortChannel {
    private func timerFired() {
        timer = nil
        timerDue = .max
        let now = Moment.now()
        if let due = gapDeadline, now.uptime >= due { judgeSilence(now) }
        if let due = link.deadline, now.uptime >= due {
            perform(link.handle(.deadline, at: now.uptime))
        }
        if let due = content.deadline, now.uptime >= due { content.deadlinePassed(at: now, emit) }
        if let due = lineRetryAt, now.uptime >= due { lineRetryAt = nil }
        settleRequest()
        rearm(now)
    }

    private var gapDeadline: Int64? {
        content.awaitsSilence ? secondLook ?? lastBytes + settings.gap.nanoseconds : nil
    }

    /// Ends what the silence cut off, at the second look: if this thread was held up, the rest of the frame waits in
    /// the kernel and is read between the two.
    private func judgeSilence(_ now: Moment) {
        guard secondLook != nil else {
            secondLook = now.after(.milliseconds(10))
            channel?.read()
            return
        }
        secondLook = nil
        content.fellSilent(at: now, emit)
    }

    /// Sets the one timer for the next deadline; one that stands earlier is left, since it sets
    /// itself anew.
    private func rearm(_ now: Moment) {
        if case .stopped = link.state { return }
        guard
            let due = [gapDeadline, link.deadline, content.deadline, lineRetryAt].compactMap({ $0 })
                .min()
        else { return }
        if timer != nil, timerDue <= due { return }
        timer?.cancel()
        timerDue = due
        timer = eventLoop.scheduleTask(in: .nanoseconds(max(0, due - now.uptime))) {
            self.assumeIsolated { $0.timerFired() }
        }
    }
}

// The data-request line.
extension PortChannel {
    /// Drives the line to what the content wants while the port is open, and lets it go while it is
    /// not.
    private func settleRequest() {
        drive(link.state == .open && content.wantsRequest, why: nil)
    }

    private func drive(_ active: Bool, why: String?) {
        guard let line = settings.requestLine, lineLevel != active, lineRetryAt == nil else {
            return
        }
        if lineLevel == nil, !active { return }
        let before = (link.status.request, link.status.requestFault)
        do throws(LinkStatus.RequestError) {
            try line.drive(active)
            lineLevel = active
            link.status.request = active ? .asserted : .released
            link.status.requestFault = nil
            logger.debug(
                "Data request",
                metadata: ["asserted": "\(active)", "why": "\(why ?? "as the port wants it")"])
        } catch {
            lineLevel = nil
            link.status.request = error.request
            link.status.requestFault = error.fault
            lineRetryAt = Moment.now().after(.seconds(30))
            logger.debug("Data request not possible", metadata: ["why": "\(error.fault.hint)"])
        }
        if before != (link.status.request, link.status.requestFault),
            link.state == .open || why != nil
        {
            if Content.tellsRequestChanges || link.status.requestFault != before.1 {
                tellLink()
            }
        }
    }
}

// The directory of the port.
extension PortChannel {
    private func startWatching() {
        guard case .device(let serial) = settings.address else { return }
        do throws(SerialError) {
            let made = try DirectoryWatch(path: serial.path)
            let descriptor = try made.duplicate()
            watch = consume made
            PortBootstrap(eventLoop: eventLoop)
                .watch(descriptor) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let reader = PortReader(
                            received: { buffer in
                                self.assumeIsolated { $0.directoryChanged(buffer) }
                                return nil
                            }, ended: {})
                        try channel.pipeline.syncOperations.addHandler(reader)
                    }
                }
                .whenSuccess { opened in self.assumeIsolated { $0.watchChannel = opened } }
        } catch {
            logger.warning(
                "No directory watch; the port is tried every half minute",
                metadata: ["why": "\(error)"])
        }
    }

    private func directoryChanged(_ events: ByteBuffer) {
        let isRelevant = unsafe events.withUnsafeReadableBytes { bytes in
            let typed = unsafe bytes.assumingMemoryBound(to: UInt8.self)
            return unsafe watch?.absorb(typed.span) ?? false
        }
        if isRelevant { handle(.appeared) }
    }
}
