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
    // What follows is for this type's own files.
    let settings: LinkSettings
    let consumers: [any UpdateConsumer]
    let logger: Logger
    let eventLoop: any EventLoop
    let recorder: Recorder?

    var content: Content
    var link: LinkStateMachine
    var lineErrors: LineErrorWatch
    var port: SerialPort?
    var channel: (any Channel)?
    let lookout: PortLookout
    var awaited: AwaitedPath?
    /// Tells late results of an earlier opening from those of the current one.
    var generation = 0
    /// Kept while an opening is under way: its thread may hold the port without this actor.
    var opening: EventLoopPromise<Void>?
    var lastBytes: Int64 = 0
    /// When a silence that has been seen once is looked at again.
    var secondLook: Int64?
    var timer: Scheduled<Void>?
    var timerDue: Int64 = .max
    var lineLevel: Bool?
    var lineRetryAt: Int64?
    private let ending = AsyncStream<Never>.makeStream()

    /// The event loop that the port is read on is also where the actor runs.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe eventLoop.executor.asUnownedSerialExecutor()
    }

    /// Puts a channel together; nothing is opened before ``run()``.
    public init(
        id: MeterID, settings: LinkSettings, content: sending Content,
        consumers: [any UpdateConsumer], lookout: PortLookout,
        eventLoop: any EventLoop, logger: Logger
    ) {
        self.init(
            id: id, settings: settings, content: content, consumers: consumers, lookout: lookout,
            eventLoop: eventLoop, logger: logger, timing: LinkStateMachine.Timing())
    }

    init(
        id: MeterID, settings: LinkSettings, content: sending Content,
        consumers: [any UpdateConsumer], lookout: PortLookout,
        eventLoop: any EventLoop, logger: Logger, timing: LinkStateMachine.Timing,
        lineErrors: LineErrorWatch = LineErrorWatch()
    ) {
        self.id = id
        self.settings = settings
        self.content = content
        self.consumers = consumers
        self.lookout = lookout
        self.eventLoop = eventLoop
        self.logger = logger
        self.lineErrors = lineErrors
        var timing = timing
        // A connection that is not made in ten seconds is given up.
        if settings.address.isRemote { timing.stuck = nil }
        link = LinkStateMachine(timing: timing)
        link.longestSilence = content.longestSilence
        link.status.isRemote = settings.address.isRemote
        link.status.request = settings.requestLine == nil ? .none : .released
        recorder = settings.recordFile.map { Recorder(path: $0) }
    }

    /// Reads the port until the service or this channel alone is told to stop, then releases port
    /// and line.
    ///
    /// Bytes still to be recorded are waited for, a second at most. A channel that was ended before
    /// does nothing.
    public func run() async throws {
        if case .stopped = link.state { return await letGo() }
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
        await letGo()
    }

    /// Closes the port and gives its line back, and lets ``run()`` return.
    ///
    /// Returns when nothing of this channel holds the port and what came is recorded; a driver and a
    /// disk that hang are given the same second.
    public func shutDown() async {
        ending.continuation.finish()
        await letGo()
    }

    private func letGo() async {
        stop()
        async let recorded: Void? = recorder?.finish()
        await openingEnded(within: .seconds(1))
        _ = await recorded
    }

    private func stop() {
        if case .stopped = link.state { return }
        logger.debug("Closing the port")
        perform(link.handle(.stop, at: Moment.now().uptime))
        timer?.cancel()
        timer = nil
        awaited = nil
        settings.requestLine?.close()
        content.ended()
    }
}
