// SPDX-License-Identifier: Apache-2.0
public import FrameCrypto
public import Readings

/// One meter: an entry of `meters`.
public struct MeterConfiguration: Sendable, Hashable {
    /// Its short name in topics and files.
    public let id: MeterID
    /// Its name for people; the id unless given.
    public let name: String
    /// Where and how it is read.
    public let port: PortSettings
    /// How often it speaks; `nil` if that is to be learnt.
    public let interval: Duration?
    /// The key of its frames; `nil` for a meter that speaks in clear text.
    public let key: EncryptionKey?
    /// The key of its tags.
    ///
    /// Default Luxembourg's published one.
    public let authenticationKey: AuthenticationKey
    /// What its frames must prove.
    ///
    /// Default strict.
    public let authentication: AuthenticationPolicy
    /// Whether it may also speak in clear text although it has a key.
    ///
    /// Default false.
    public let allowsPlaintext: Bool
    /// What its standard time is ahead of UTC.
    ///
    /// Default one hour.
    public let winterOffset: UTCOffset
    /// Whether it is read at all.
    ///
    /// Default true.
    public let isEnabled: Bool
    /// The line that asks it for data; `nil` when that is wired for good.
    public let dataRequest: DataRequestConfiguration?
    /// The reference power of its connection in kW, above which energy costs more; `nil` if not
    /// said.
    public let referencePower: FixedPoint?

    /// Whether clear telegrams are read: always without a key, with one only if they are allowed.
    public var readsPlaintext: Bool { key == nil || allowsPlaintext }
}
