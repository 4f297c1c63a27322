// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Glibc
import Locking

/// Appends a port's raw bytes to a file for `decode`, off the thread that reads the port.
///
/// The file may stand on a disk that hangs, so nobody waits for it. At most 1 MiB waits for a slow
/// disk; what is beyond that, or cannot be written, is dropped and counted.
final class Recorder: Sendable {
    private static let limit = 1_024 * 1_024

    private struct State {
        var bytes: [UInt8] = []
        var isScheduled = false
        var dropped: UInt64 = 0
        var fault: RecordingFault?
        var onChange: (@Sendable () -> Void)?
    }

    private let path: String
    private let queue: DispatchQueue
    private let alarms: DispatchQueue
    private let state = Mutex(State())
    /// Held for as long as the file takes, so by the queue alone.
    private let descriptor = Mutex<Int32>(-1)

    init(path: String) {
        self.path = path
        queue = DispatchQueue(label: "recorder \(path)")
        alarms = DispatchQueue(label: "recorder's alarm \(path)")
    }

    deinit {
        let open = descriptor.withLock { $0 }
        if open >= 0 { close(open) }
    }

    /// Bytes that found no room, or could not be written.
    var dropped: UInt64 { state.withLock { $0.dropped } }

    /// Why the latest bytes are not in the file; `nil` while all is well.
    var fault: RecordingFault? { state.withLock { $0.fault } }

    /// Sets what to do when ``fault`` or ``dropped`` changes; it is done on any thread.
    func onChange(_ action: (@Sendable () -> Void)?) { state.withLock { $0.onChange = action } }

    /// Takes bytes; never waits.
    func append(_ bytes: [UInt8]) {
        let hasRoom = state.withLock { state in
            guard state.bytes.count + bytes.count <= Recorder.limit else { return false }
            state.bytes += bytes
            if !state.isScheduled { queue.async { self.write() } }
            state.isScheduled = true
            return true
        }
        if !hasRoom { note(.stuck(path: path), dropped: bytes.count) }
    }

    /// Returns when all is in the file, but waits no longer than a limit; nothing is told after
    /// that.
    func finish(within limit: DispatchTimeInterval = .seconds(1)) async {
        let (ends, end) = AsyncStream.makeStream(of: Never.self)
        queue.async { end.finish() }
        alarms.asyncAfter(deadline: .now() + limit) { end.finish() }
        for await _ in ends {}
        onChange(nil)
    }

    private func write() {
        let bytes = state.withLock { state in
            defer { state.bytes.removeAll(keepingCapacity: true) }
            state.isScheduled = false
            return state.bytes
        }
        let (written, fault) = put(bytes)
        note(fault, dropped: bytes.count - written)
    }

    private func note(_ fault: RecordingFault?, dropped: Int) {
        let action = state.withLock { state in
            state.dropped += UInt64(dropped)
            defer { state.fault = fault }
            return state.fault == fault && dropped == 0 ? nil : state.onChange
        }
        action?()
    }

    /// Writes what the file takes; how much that was, and why it was not all.
    private func put(_ bytes: [UInt8]) -> (written: Int, fault: RecordingFault?) {
        descriptor.withLock { descriptor in
            do throws(RecordingFault) {
                if descriptor < 0 { descriptor = try Recorder.open(path) }
            } catch {
                return (0, error)
            }
            var written = 0
            while written < bytes.count {
                let count = unsafe bytes[written...].withUnsafeBytes {
                    unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    let fault = RecordingFault.notWritten(path: path, errno: errno)
                    // Opened anew for the next bytes: a share that came back may have forgotten it.
                    close(descriptor)
                    descriptor = -1
                    return (written, fault)
                }
                written += count
            }
            return (written, nil)
        }
    }

    private static func open(_ path: String) throws(RecordingFault) -> Int32 {
        // Only its owner may read it: the bytes tell when somebody is at home.
        let opened = unsafe Glibc.open(
            path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw RecordingFault(opening: path, errno: errno) }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw .notRegularFile(path: path)
        }
        return opened
    }
}
