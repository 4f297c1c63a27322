// SPDX-License-Identifier: Apache-2.0
public import Readings

/// One accepted telegram as the log keeps it.
///
/// The body is the telegram's text and not the message that was made of it. The text is the
/// evidence, and together with the head kept here it gives every message again, byte for byte:
/// time, receive time, counter, title (and from it the identity), CRC state, encryption, and the
/// readings by taking the text apart a second time. A message format can change without the log; a
/// telegram is read by one and the same code whether it is published now or a week later.
public struct TelegramRecord: Sendable, Hashable {
    /// What the telegram's checksum said.
    public enum Checksum: UInt8, Sendable, Hashable {
        /// There was none.
        case absent = 0
        /// It was right.
        case valid = 1
        /// It was wrong.
        case wrong = 2
    }

    /// Which meter.
    public var meter: MeterID
    /// What proves it.
    public var origin: TelegramOrigin
    /// What its checksum said.
    public var checksum: Checksum
    /// Whether it travelled encrypted.
    public var isEncrypted: Bool
    /// When the meter says it sent it.
    public var meterTime: UTCTime?
    /// When its last byte was read.
    public var received: UTCTime
    /// Its energy registers, for what a gap before it cost.
    public var registers: EnergyRegisters
    /// Why frames before it may be missing, if the reader of the port knows.
    public var gapCause: GapCause?
    /// Whether an energy register fell or leapt in it: it is kept, but nothing is to be reckoned from
    /// it.
    public var isSuspect: Bool
    /// The telegram's text from `/` on, at most 16 KiB.
    public var body: [UInt8]

    /// Puts a record together.
    public init(
        meter: MeterID, origin: TelegramOrigin, checksum: Checksum, isEncrypted: Bool,
        meterTime: UTCTime?,
        received: UTCTime, registers: EnergyRegisters = EnergyRegisters(),
        gapCause: GapCause? = nil, isSuspect: Bool = false, body: [UInt8]
    ) {
        self.meter = meter
        self.origin = origin
        self.checksum = checksum
        self.isEncrypted = isEncrypted
        self.meterTime = meterTime
        self.received = received
        self.registers = registers
        self.gapCause = gapCause
        self.isSuspect = isSuspect
        self.body = body
    }
}
