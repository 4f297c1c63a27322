// SPDX-License-Identifier: Apache-2.0

/// A data-request line, as the channel sees it: it can be had, driven and given back.
public protocol RequestLine: Sendable {
    /// Takes the line if it is not held, and drives it.
    func drive(_ active: Bool) throws(LinkStatus.RequestError)
    /// Leaves the line as configured and gives it back.
    func close()
}

extension LinkStatus {
    /// Why a line could not be driven, with the state that health shows.
    public struct RequestError: Error, Sendable, Hashable {
        /// The line's state in health.
        public let request: Request
        /// The fault in health.
        public let fault: LineFault

        /// Describes a failure.
        public init(request: Request, code: HealthCode, hint: String) {
            self.request = request
            fault = LineFault(code: code, hint: hint)
        }
    }
}
