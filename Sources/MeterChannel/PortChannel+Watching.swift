// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Serial

// The directory of the port.
extension PortChannel {
    func startWatching() {
        guard case .device(let serial) = settings.address else { return }
        awaited = lookout.wait(for: serial.path) { [weak self, eventLoop] in
            eventLoop.execute { self?.assumeIsolated { $0.directoryChanged() } }
        }
    }

    private func directoryChanged() {
        // Before the port is tried, so that whatever comes later is noticed.
        awaited?.follow()
        handle(.appeared)
    }
}
