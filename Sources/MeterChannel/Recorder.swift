// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Glibc
import Locking

/// Appends a port's raw bytes to a file for `decode`, off the thread that reads the port.
///
/// At most 1 MiB waits for a slow disk; what is beyond that is dropped and counted.
final class Recorder: Sendable {
    private static let limit = 1_024 * 1_024

    private struct Waiting {
        var bytes: [UInt8] = []
        var isScheduled = false
        var dropped = 0
    }

    private let path: String
    private let queue: DispatchQueue
    private let waiting = Mutex(Waiting())
    private let descriptor = Mutex<Int32>(-1)

    init(path: String) {
        self.path = path
        queue = DispatchQueue(label: "recorder \(path)")
    }

    deinit {
        let open = descriptor.withLock { $0 }
        if open >= 0 { close(open) }
    }

    /// Bytes that found no room.
    var dropped: Int { waiting.withLock { $0.dropped } }

    /// Takes bytes; never waits.
    func append(_ bytes: [UInt8]) {
        let schedules = waiting.withLock { waiting in
            guard waiting.bytes.count + bytes.count <= Recorder.limit else {
                waiting.dropped += bytes.count
                return false
            }
            waiting.bytes += bytes
            defer { waiting.isScheduled = true }
            return !waiting.isScheduled
        }
        if schedules { queue.async { self.write() } }
    }

    /// Writes what waits and returns when it is in the file.
    func flush() { queue.sync { write() } }

    private func write() {
        let bytes = waiting.withLock { waiting in
            defer { waiting.bytes.removeAll(keepingCapacity: true) }
            waiting.isScheduled = false
            return waiting.bytes
        }
        guard !bytes.isEmpty else { return }
        let file = descriptor.withLock { descriptor in
            // Only its owner may read it: the bytes tell when somebody is at home.
            if descriptor < 0 {
                descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            }
            return descriptor
        }
        let written = file < 0 ? -1 : unsafe Glibc.write(file, bytes, bytes.count)
        if written < bytes.count {
            waiting.withLock { $0.dropped += bytes.count - max(0, written) }
        }
    }
}
