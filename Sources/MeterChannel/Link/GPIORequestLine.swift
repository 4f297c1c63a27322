// SPDX-License-Identifier: Apache-2.0
public import GPIO
import Locking

/// A data-request line on a GPIO chip, requested when it is first driven.
public final class GPIORequestLine: RequestLine {
    private let specification: LineSpecification
    private let consumer: String
    private let held = Mutex<Held>(Held())

    private struct Held: ~Copyable {
        var line: OutputLine?
    }

    /// Names the line; nothing is opened.
    ///
    /// `consumer` is the name that other programs see as its holder.
    public init(_ specification: LineSpecification, consumer: String) {
        self.specification = specification
        self.consumer = consumer
    }

    /// Requests the line at the first call, then drives it.
    public func drive(_ active: Bool) throws(LinkStatus.RequestError) {
        let error: LineError? = held.withLock { held in
            do throws(LineError) {
                if held.line == nil {
                    held.line = try OutputLine(specification, consumer: consumer, active: active)
                } else {
                    try held.line?.set(active)
                }
                return nil
            } catch {
                // A chip that went away is requested anew at the next try.
                held.line = nil
                return error
            }
        }
        guard let error else { return }
        throw LinkStatus.RequestError(
            request: LinkStatus.Request(rawValue: error.requestState) ?? .missing,
            code: HealthCode(rawValue: error.code) ?? .gpioMissing, hint: error.description)
    }

    /// Leaves the line as its specification says.
    public func close() { held.withLock { $0.line = nil } }
}
