// SPDX-License-Identifier: Apache-2.0
import Logging
import NIOCore
import Serial

// The directory of the port.
extension PortChannel {
    func startWatching() {
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
                .whenComplete { result in self.assumeIsolated { $0.watches(result) } }
        } catch {
            doesNotWatch(error)
        }
    }

    private func watches(_ result: Result<any Channel, any Error>) {
        switch result {
        case .success(let opened):
            if case .stopped = link.state { return opened.close(promise: nil) }
            watchChannel = opened
        case .failure(let error):
            watch = nil
            doesNotWatch(error)
        }
    }

    private func doesNotWatch(_ error: any Error) {
        logger.warning(
            "No directory watch; the port is tried every half minute", metadata: ["why": "\(error)"]
        )
    }

    private func directoryChanged(_ events: ByteBuffer) {
        let isRelevant = unsafe events.withUnsafeReadableBytes { bytes in
            let typed = unsafe bytes.assumingMemoryBound(to: UInt8.self)
            return unsafe watch?.absorb(typed.span) ?? false
        }
        if isRelevant { handle(.appeared) }
    }
}
