// SPDX-License-Identifier: Apache-2.0
import Locking
import Logging
import NIOCore
import Serial

// The inotify instance.
extension PortLookout {
    /// Opens the instance if there is none, and has all others follow their paths who have waited
    /// without one.
    func open(for path: String, _ number: Int) {
        do throws(SerialError) {
            let opened = try state.withLock { state throws(SerialError) -> sending Opened? in
                guard state.watch == nil else { return nil }
                let made = try DirectoryWatch(for: path)
                let descriptor = try made.duplicate()
                state.watch = consume made
                state.generation += 1
                return Opened(
                    descriptor: descriptor, generation: state.generation,
                    others: state.waiting.filter { $0.key != number }.map(\.value))
            }
            guard let opened else { return }
            read(opened.descriptor, opened.generation)
            for change in opened.others { change() }
        } catch {
            tell(error)
        }
    }

    /// What has to be done with a new instance.
    private struct Opened: Sendable {
        let descriptor: Int32
        let generation: Int
        let others: [@Sendable () -> Void]
    }

    private func read(_ descriptor: Int32, _ generation: Int) {
        PortBootstrap(eventLoop: eventLoop)
            .watch(descriptor) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let reader = PortReader(
                        received: { events in
                            self.received(events, generation)
                            return nil
                        }, ended: {})
                    try channel.pipeline.syncOperations.addHandler(reader)
                }
            }
            .whenComplete { self.reads($0, generation) }
    }

    private func reads(_ result: Result<any Channel, any Error>, _ generation: Int) {
        switch result {
        case .success(let opened):
            let isWanted = state.withLock { state in
                guard generation == state.generation else { return false }
                state.channel = opened
                state.hasToldFault = false
                return true
            }
            if !isWanted { opened.close(promise: nil) }
        case .failure(let error):
            state.withLock { state in
                if generation == state.generation { _ = state.end() }
            }
            tell(error)
        }
    }

    private func received(_ events: ByteBuffer, _ generation: Int) {
        let changes = unsafe events.withUnsafeReadableBytes { bytes in
            let typed = unsafe bytes.assumingMemoryBound(to: UInt8.self)
            return state.withLock { state in
                guard generation == state.generation else { return [@Sendable () -> Void]() }
                let concerned = unsafe state.watch?.concerned(by: typed.span) ?? []
                return concerned.compactMap { state.waiting[$0] }
            }
        }
        for change in changes { change() }
    }

    private func tell(_ error: any Error) {
        let isNews = state.withLock { state in
            defer { state.hasToldFault = true }
            return !state.hasToldFault
        }
        guard isNews else { return }
        logger.warning(
            "No directory watch; ports are tried every half minute", metadata: ["why": "\(error)"])
    }
}
