// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
public import Readings

/// A Luxembourg meter that exists only as numbers: it writes telegrams and seals them like a real
/// one.
///
/// Everything follows from the seed, the number in the street and the start time. Belongs to one
/// thread.
public struct VirtualMeter {
    /// What the owner calls it.
    public let id: MeterID
    /// Serial number and system title.
    public private(set) var identity: MeterIdentity
    /// The 32 hex digits of its key, which no real meter shares.
    public private(set) var keyHex: String
    /// The counter of the next frame; `nil` when it has sent FFFFFFFF.
    public private(set) var nextCounter: UInt32?
    private let seed: UInt64
    private let solar: Bool
    private var generation: Int64 = 0
    private var house: Household
    private var sealer: FrameSealer

    /// Builds the meter with this number of a street; every second one has panels on its roof.
    public init(id: MeterID, number: Int = 0, seed: UInt64, start: UTCTime) throws(SimulationError)
    {
        self.id = id
        self.seed = SeededRandom.mix(seed, 100, Int64(number))
        solar = number % 2 == 0
        identity = MeterIdentity(serial: UInt32(SeededRandom.mix(self.seed, 101, 0) % 100_000_000))
        keyHex = VirtualMeter.keyHex(seed: self.seed, generation: 0)
        // A meter counts its frames from the day it was installed: a street that is started again
        // later does not repeat a counter, unless it sent more than one frame a second.
        nextCounter = UInt32(clamping: start.seconds - Household.firstDay)
        house = Household(seed: self.seed, solar: solar, start: start)
        sealer = try VirtualMeter.sealer(keyHex: keyHex, identity: identity)
    }

    /// The next telegram in clear; time passes until then.
    ///
    /// `showing` sets the clock on the display and leaves the registers their own time.
    public mutating func telegram(
        at time: UTCTime, showing: UTCTime? = nil, message: String = ""
    ) -> MeterTelegram {
        house.advance(to: time)
        let list = LuxembourgList(
            header: "Lux5\\253770123_A", identity: identity, time: showing ?? time, message: message
        )
        return list.telegram(of: house)
    }

    /// Seals a telegram under the next counter.
    public mutating func seal(_ telegram: MeterTelegram) throws(SimulationError) -> SealedTelegram {
        guard let counter = nextCounter else { throw .counterExhausted }
        let bytes = try sealer.frame(telegram.text, counter: counter)
        nextCounter = counter == .max ? nil : counter + 1
        return SealedTelegram(
            bytes: bytes, telegram: telegram, systemTitle: HexText.upper(identity.systemTitle),
            frameCounter: counter)
    }

    /// The next telegram and its frame in one.
    public mutating func frame(at time: UTCTime) throws(SimulationError) -> SealedTelegram {
        try seal(telegram(at: time))
    }

    /// Leaves out so many counters; beyond FFFFFFFF there is none.
    public mutating func skipCounters(_ count: UInt32) {
        guard let counter = nextCounter else { return }
        let (sum, overflow) = counter.addingReportingOverflow(count)
        nextCounter = overflow ? .max : sum
    }

    /// Goes back by so many counters, as a copied or tampered meter would.
    public mutating func repeatCounters(_ count: UInt32) {
        guard let counter = nextCounter else { return }
        nextCounter = counter - min(counter, count)
    }

    /// Takes a new key, as the grid operator orders it; the counter begins at 0 again.
    public mutating func renewKey() throws(SimulationError) {
        generation += 1
        keyHex = VirtualMeter.keyHex(seed: seed, generation: generation)
        sealer = try VirtualMeter.sealer(keyHex: keyHex, identity: identity)
        nextCounter = 0
    }

    /// Puts another meter in its place, with its own serial number and fresh registers, under the
    /// same key.
    public mutating func replace(at time: UTCTime) throws(SimulationError) {
        generation += 1
        identity = MeterIdentity(
            serial: UInt32(SeededRandom.mix(seed, 101, generation) % 100_000_000))
        house = Household(seed: SeededRandom.mix(seed, 103, generation), solar: solar, start: time)
        sealer = try VirtualMeter.sealer(keyHex: keyHex, identity: identity)
        nextCounter = 0
    }

    private static func keyHex(seed: UInt64, generation: Int64) -> String {
        var random = SeededRandom(seed: SeededRandom.mix(seed, 102, generation))
        return HexText.upper(random.bytes(16))
    }

    private static func sealer(
        keyHex: String, identity: MeterIdentity
    ) throws(SimulationError) -> FrameSealer {
        let key: EncryptionKey
        do { key = try EncryptionKey(hex: keyHex) } catch { throw .badKey(error) }
        return try FrameSealer(key: key, title: identity.systemTitle)
    }
}
