// SPDX-License-Identifier: Apache-2.0
import Locking
import Serial

/// Carries a port from the thread that opened it to the channel; closes it if nobody takes it.
final class PortBox: Sendable {
    private struct Content: ~Copyable {
        var port: SerialPort?
        var error: SerialError?
    }

    private let path: String
    private let content: Mutex<Content>

    /// Opens the port, which may take as long as the driver likes.
    init(_ settings: SerialSettings) {
        path = settings.path
        do throws(SerialError) {
            content = Mutex(Content(port: try SerialPort(settings), error: nil))
        } catch {
            content = Mutex(Content(port: nil, error: error))
        }
    }

    /// The port, or why it could not be opened.
    func take() throws(SerialError) -> SerialPort {
        try content.withLock { content throws(SerialError) -> sending SerialPort in
            guard let port = content.port.take() else {
                throw content.error ?? .missing(path: path)
            }
            return port
        }
    }
}
