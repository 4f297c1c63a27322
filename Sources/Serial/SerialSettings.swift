// SPDX-License-Identifier: Apache-2.0

/// Which serial port, and how it talks.
public struct SerialSettings: Sendable, Hashable {
    /// The device file, or a symbolic link to it such as those in `/dev/serial/by-id`.
    public var path: String
    /// The speed.
    public var baud: BaudRate
    /// The parity bit.
    public var parity: Parity
    /// The data bits; there is always one stop bit.
    public var dataBits: DataBits
    /// Whether input that waits on the port when it is opened is read, and not thrown away: right
    /// for what proves its own age, as a telegram does.
    public var keepsWaitingInput: Bool

    /// Describes a port, 115200 8N1 unless told otherwise; nothing is opened.
    public init(
        path: String, baud: BaudRate = .b115200, parity: Parity = .none,
        dataBits: DataBits = .eight, keepsWaitingInput: Bool = false
    ) {
        self.path = path
        self.baud = baud
        self.parity = parity
        self.dataBits = dataBits
        self.keepsWaitingInput = keepsWaitingInput
    }
}
