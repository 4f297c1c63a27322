// SPDX-License-Identifier: Apache-2.0
import DSMR
import Locking
import Readings

/// Which channel reads which meter, so that one that hangs on two ports counts once.
///
/// Shared by all channels; a claim lasts until its channel ends, or has heard nothing of the meter
/// for two minutes.
public final class TitleClaims: Sendable {
    private struct Claim {
        var owner: MeterID
        var heardAt: Int64
    }

    private static let lifetime: Int64 = 120_000_000_000
    private let claims = Mutex<[SystemTitle: Claim]>([:])

    /// Starts without claims.
    public init() {}

    /// Claims a meter for a channel, or renews the claim; the owner if another channel has it.
    func claim(_ title: SystemTitle, for owner: MeterID, at now: Int64) -> MeterID? {
        claims.withLock { claims in
            if let claim = claims[title], claim.owner != owner,
                now - claim.heardAt < TitleClaims.lifetime
            {
                return claim.owner
            }
            claims[title] = Claim(owner: owner, heardAt: now)
            return nil
        }
    }

    /// Gives up what a channel that ends has claimed.
    func release(_ owner: MeterID) {
        claims.withLock { claims in claims = claims.filter { $0.value.owner != owner } }
    }
}
