// SPDX-License-Identifier: Apache-2.0

/// How a port and its data-request line are.
public struct LinkStatus: Sendable, Hashable {
    /// The port; the raw value is the word in JSON.
    public enum Port: String, Sendable, Hashable {
        /// It is read.
        case open
        /// There is no such device, or nobody answers at the address.
        case missing
        /// Another program has it.
        case busy
        /// We may not open it.
        case denied
        /// It was there and went away, or does not work.
        case lost
    }

    /// The data-request line; the raw value is the word in JSON.
    public enum Request: String, Sendable, Hashable {
        /// It asks for data.
        case asserted
        /// It does not.
        case released
        /// There is none.
        case none
        /// Its chip or line does not exist.
        case missing
        /// Another program has it.
        case busy
        /// We may not drive it.
        case denied
    }

    /// The port's state.
    public var port = Port.missing
    /// Why the port is not open.
    public var portFault: PortFault?
    /// Whether opening takes longer than any working driver needs.
    public var isStuck = false
    /// The line's state.
    public var request = Request.none
    /// Why the line cannot be driven.
    public var requestFault: LineFault?
    /// Whether the open port has been silent for too long, although everything was tried.
    public var needsReplug = false
    /// Whether the port is that of a network adapter.
    public var isRemote = false
    /// How often the port was opened again.
    public var reconnects = 0
    /// Why the raw bytes are not recorded; `nil` where they are, or need not be.
    public var recordingFault: RecordingFault?
    /// Bytes that were to be recorded and are not.
    public var unrecordedBytes: UInt64 = 0

    /// What the line spoiled since the start; `nil` where no driver counts it.
    public var lineErrors: LineErrors?

    /// Not open yet, and no line.
    public init() {}

    /// What the link alone says of the channel: `nil` when nothing is wrong with it.
    var condition: Condition? {
        if isStuck {
            return Condition(
                .offline, .portStuck,
                hint:
                    "Opening the port does not come back; the driver hangs. Unplug the adapter and plug it in again."
            )
        }
        if let portFault { return Condition(.offline, portFault.code, hint: portFault.hint) }
        if port != .open {
            return Condition(.offline, .starting, hint: "The port is being opened.")
        }
        return nil
    }

    /// What is said to somebody whose port is silent, behind what to check.
    var replugHint: String {
        guard needsReplug else { return "" }
        return isRemote
            ? " The connection was made anew for an hour and stays silent: switch the network adapter off and on."
            : " It was opened anew for an hour and stays silent: unplug the adapter and plug it in again."
    }

    /// Whether more than counters tells this from another status.
    func isNews(after other: LinkStatus) -> Bool {
        var other = other
        other.unrecordedBytes = unrecordedBytes
        other.lineErrors = lineErrors
        return self != other
    }

    /// What the data-request line says while the port is open.
    var requestCondition: Condition? {
        requestFault.map { Condition(.degraded, $0.code, hint: $0.hint) }
    }

    /// Why a data-request line cannot be driven.
    public struct LineFault: Sendable, Hashable {
        /// The word in health.
        public let code: HealthCode
        /// What to do.
        public let hint: String
    }
}
