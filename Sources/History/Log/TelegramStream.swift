// SPDX-License-Identifier: Apache-2.0
import Readings

/// A row of the table `epoch`: telegrams of one meter that share a counter.
///
/// For verified telegrams that is an epoch; for clear and unverified ones a receive sequence of our
/// own. A new generation begins where an operator lets the counter fall back.
struct TelegramStream: Sendable, Hashable {
    /// Its row; positive.
    let id: Int64
    /// The system title; `nil` for telegrams without one.
    let title: String?
    /// The key; `nil` for what is not verified.
    let fingerprint: String?
    /// How often an operator let the counter begin anew.
    let generation: Int64
    /// What was stored and missed.
    var account: EpochAccount
    /// When the last telegram was received, and its registers.
    var lastReceived: UTCTime?
    var lastRegisters = EnergyRegisters()
    /// Where in the log the last telegram stands.
    var lastRow: Int64 = 0
    /// Whether this run of the gateway has stored a telegram of it.
    var isOfThisRun = false

    var meter: MeterID { account.meter }

    init(id: Int64, meter: MeterID, title: String?, fingerprint: String?, generation: Int64) {
        self.id = id
        self.title = title
        self.fingerprint = fingerprint
        self.generation = generation
        var epoch: EpochID?
        if let title, let fingerprint { epoch = EpochID(title: title, keyFingerprint: fingerprint) }
        account = EpochAccount(meter: meter, epoch: epoch)
    }
}
