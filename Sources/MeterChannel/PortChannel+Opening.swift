// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Logging
import NIOCore
import Serial

// The port.
extension PortChannel {
    func handle(_ event: LinkStateMachine.Event) {
        let now = Moment.now()
        perform(link.handle(event, at: now.uptime))
        rearm(now)
    }

    func perform(_ actions: [LinkStateMachine.Action]) {
        for action in actions {
            switch action {
            case .open: open()
            case .close:
                close()
                // The line falls with its port; what becomes of it at the end is its own affair.
                if link.state != .stopped { settleRequest() }
            case .dropRequest: settleRequest(why: "the device is silent")
            case .raiseRequest: settleRequest()
            case .askForReplug: askForReplug()
            case .report: tellLink()
            }
        }
    }

    private func askForReplug() {
        logger.warning(
            settings.address.isRemote
                ? "Silent for too long, although the connection was made anew: switch the network adapter off and on"
                : "Silent for too long, although it was opened anew: unplug the adapter and plug it in again",
            metadata: ["port": "\(settings.address.text)"])
        emit(.event(MeterEvent(meter: id, kind: .needsReplug, time: Moment.now().wall)))
    }

    func open() {
        generation += 1
        let attempt = generation
        opening = eventLoop.makePromise()
        switch settings.address {
        case .device(let serial):
            // A watch that was not to be had, or was left behind by a directory's new name, is made good.
            awaited?.follow()
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
        guard attempt == generation, case .opening = link.state else {
            // Closed here and now: the thread that opened it may hold the box for a while yet.
            _ = try? box.take()
            return openingEnds()
        }
        do throws(SerialError) {
            let opened = try box.take()
            let descriptor = try opened.duplicate()
            port = consume opened
            PortBootstrap(eventLoop: eventLoop)
                .serial(descriptor) { self.install(attempt, on: $0) }
                .whenComplete { result in
                    self.assumeIsolated { $0.started(attempt, result) }
                }
        } catch {
            openingEnds()
            fail(PortFault(error))
        }
    }

    private func connect(_ attempt: Int, _ host: String, _ port: Int) {
        PortBootstrap(eventLoop: eventLoop)
            .tcp(host, port) { self.install(attempt, on: $0) }
            .whenComplete { result in self.assumeIsolated { $0.started(attempt, result) } }
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

    private func started(_ attempt: Int, _ result: Result<any Channel, any Error>) {
        defer { openingEnds() }
        guard attempt == generation, case .opening = link.state else {
            if case .success(let late) = result { late.close(promise: nil) }
            return
        }
        switch result {
        case .success(let opened):
            channel = opened
            // Line and port may be of one adapter, which is back.
            lineRetryAt = nil
            lineErrors.opened(port?.descriptor, at: Moment.now().uptime)
            link.status.lineErrors = lineErrors.errors
            logger.info("Port open", metadata: ["port": "\(settings.address.text)"])
            handle(.opened)
        case .failure(let error):
            port = nil
            fail(.unreached(settings.address, error))
        }
    }

    private func openingEnds() {
        opening?.succeed()
        opening = nil
    }

    /// Waits until an opening under way has come back and closed what it opened, as long as that is
    /// worth waiting for: a driver may hang in it for ever.
    ///
    /// A connection is not waited for: with a host that is away it takes ten seconds, and one that
    /// comes late is closed at once.
    func openingEnded(within limit: TimeAmount) async {
        guard let opening, !settings.address.isRemote else { return }
        let over = eventLoop.makePromise(of: Void.self)
        let timeout = eventLoop.scheduleTask(in: limit) { over.succeed() }
        opening.futureResult.whenComplete { _ in
            timeout.cancel()
            over.succeed()
        }
        try? await over.futureResult.get()
    }

    private func fail(_ fault: PortFault) {
        logger.debug("Port not open", metadata: ["why": "\(fault.hint)"])
        handle(.failed(fault))
    }

    func ended(_ attempt: Int) {
        guard attempt == generation, link.state == .open else { return }
        channel = nil
        logger.debug("Port lost", metadata: ["port": "\(settings.address.text)"])
        handle(.lost(.lost(settings.address)))
    }

    func close() {
        generation += 1
        lineErrors.closing(port?.descriptor, at: Moment.now().uptime)
        link.status.lineErrors = lineErrors.errors
        channel?.close(promise: nil)
        channel = nil
        // Closed at once: a held dead descriptor makes an adapter come back under another number.
        port = nil
    }
}
