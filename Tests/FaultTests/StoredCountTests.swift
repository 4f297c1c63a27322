// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import Readings
import Testing

@testable import Gateway
@testable import History

/// Which figures of the log a meter's health tells.
@Suite struct StoredCountTests {
    private let meter: MeterID

    init() throws { meter = try #require(MeterID("flat-1")) }

    private func status(key: String?, authentication: String?) -> ChannelStatus {
        var status = ChannelStatus(
            id: meter, port: "/dev/ttyUSB0", condition: Condition(.online, .ok),
            since: UTCTime(seconds: 1_700_000_000))
        status.meter = ChannelStatus.Meter()
        status.meter?.keyFingerprint = key
        status.meter?.authentication = authentication
        status.meter?.stored = 1
        status.meter?.frameCounter = 77
        return status
    }

    private func account(_ epoch: EpochID?) -> EpochAccount {
        var account = EpochAccount(meter: meter, epoch: epoch)
        (account.first, account.last, account.stored) = (10, 19, 8)
        (account.missedWhileOn, account.missedWhileOff) = (1, 1)
        return account
    }

    private let epoch = EpochID(title: "5341475303E84AD2", keyFingerprint: "ab12")

    @Test(arguments: ["verified", nil])
    func `of a verified epoch the log knows all, earlier runs too`(_ authentication: String?) {
        var status = status(key: "ab12", authentication: authentication)
        status.take(account(epoch))
        #expect(status.meter?.stored == 8)
        #expect(status.meter?.missed == 2)
        #expect(status.meter?.missedWhileOff == 1)
        #expect(status.meter?.frameCounter == 19)
    }

    @Test(arguments: [nil, "ab12"], ["none", "unverified", nil])
    func `of clear and unverified telegrams it knows how many there are, earlier runs too`(
        _ key: String?, _ authentication: String?
    ) {
        var status = status(key: key, authentication: authentication)
        status.take(account(nil))
        #expect(status.meter?.stored == 8)
        #expect(status.meter?.missed == nil)
        #expect(status.meter?.missedWhileOff == nil)
        #expect(status.meter?.frameCounter == 77, "what stands in the head, if anything does")
    }

    @Test func `figures of another kind or key than the last telegram's are not taken`() {
        for (key, authentication, epoch) in [
            ("ab12", "verified", nil), ("ab12", "none", epoch), ("ab12", "unverified", epoch),
            ("cd34", nil, epoch), (nil, nil, epoch),
        ] as [(String?, String?, EpochID?)] {
            var status = status(key: key, authentication: authentication)
            status.take(account(epoch))
            #expect(status.meter?.stored == 1, "\(key ?? "-") \(authentication ?? "-")")
        }
    }
}
