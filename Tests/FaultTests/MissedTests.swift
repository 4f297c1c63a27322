// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import Readings
import Testing

@testable import Gateway
@testable import History
@testable import Web

/// Frames that were missed, as they come in on the page and in `/metrics`.
@Suite struct MissedTests {
    private static let start = UTCTime(seconds: 1_700_000_040)

    private let flat: MeterID
    private let live = LiveModel()

    init() throws {
        flat = try #require(MeterID("flat-1"))
        live.configure([MeterProfile(id: flat, name: "Flat 1", kind: .meter)])
    }

    private static func store(
        _ fault: StoreFault? = nil, isStoring: Bool, _ account: EpochAccount? = nil
    ) -> StoreSnapshot {
        var snapshot = StoreSnapshot(
            state: StoreState(fault: fault, isStoring: isStoring, since: start))
        if let account { snapshot.accounts[account.meter] = account }
        return snapshot
    }

    private func account(missed: UInt64) -> EpochAccount {
        var account = EpochAccount(
            meter: flat, epoch: EpochID(title: "5341476770000001", keyFingerprint: "0badcafe"))
        account.missedWhileOn = missed
        return account
    }

    /// The meter says how it is, so many minutes after the start.
    private func hear(missed: UInt64, minute: Int64, _ store: StoreSnapshot) {
        var status = ChannelStatus(
            id: flat, port: "/dev/ttyUSB0", condition: Condition(.online, .ok), since: Self.start)
        status.meter = ChannelStatus.Meter()
        status.meter?.keyFingerprint = "0badcafe"
        status.meter?.missed = missed
        status.meter?.missedWhileOff = 0
        status.take(store)
        live.take(
            ChannelHealth(status), of: flat,
            now: UTCTime(seconds: Self.start.seconds + minute * 60))
    }

    private var counts: [UInt32] {
        live.item(flat)?.missed.counts(at: UTCTime(seconds: Self.start.seconds + 180)) ?? []
    }

    @Test(arguments: [nil, StoreFault.noStorage] as [StoreFault?])
    func `what earlier runs missed is not missed now because the log opens late`(
        _ fault: StoreFault?
    ) {
        hear(missed: 0, minute: 0, Self.store(fault, isStoring: false))
        #expect(live.item(flat)?.health?.missed == nil)
        hear(missed: 0, minute: 1, Self.store(isStoring: true, account(missed: 4_000)))
        #expect(live.item(flat)?.health?.missed == 4_000)
        hear(missed: 2, minute: 2, Self.store(isStoring: true, account(missed: 4_002)))
        #expect(counts == [0, 2, 0])
    }

    @Test func `a meter that the log does not know yet has missed nothing`() {
        hear(missed: 0, minute: 0, Self.store(isStoring: true))
        #expect(live.item(flat)?.health?.missed == 0)
        hear(missed: 3, minute: 1, Self.store(isStoring: true, account(missed: 3)))
        #expect(counts == [0, 3, 0, 0])
    }

    @Test func `a disk that is full later hides no missed frame`() {
        hear(missed: 0, minute: 0, Self.store(isStoring: true, account(missed: 7)))
        hear(missed: 1, minute: 1, Self.store(.diskFull, isStoring: false, account(missed: 8)))
        #expect(live.item(flat)?.health?.missed == 8)
        #expect(counts == [0, 1, 0, 0])
    }
}
