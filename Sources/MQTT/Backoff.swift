// SPDX-License-Identifier: Apache-2.0

/// Decides how long to wait before the next attempt to connect.
///
/// A pure value without a clock.
struct Backoff: Sendable {
    private let policy: MQTTReconnect
    private var outageBegan: ContinuousClock.Instant?
    private var pause: Duration
    /// When the broker said that another client took our session.
    private var takeovers: [ContinuousClock.Instant] = []
    /// When a broker that lives closed a young connection and did not say why.
    private var suspicions: [ContinuousClock.Instant] = []

    /// A schedule that begins with the first pause.
    init(_ policy: MQTTReconnect) {
        self.policy = policy
        pause = policy.first
    }

    /// Whether our session was taken away three times within a minute.
    var isContested: Bool { takeovers.count + suspicions.count >= 3 }

    /// The pause after a connection or an attempt ended.
    ///
    /// `held` is how long the connection had lasted, absent for an attempt; `jitter`, 0 to 1,
    /// shortens the pause by up to a fifth, so that many clients do not come back at once.
    mutating func pause(
        after fault: MQTTFault, held: Duration?, now: ContinuousClock.Instant, jitter: Double
    ) -> Duration {
        if held != nil || outageBegan == nil { pause = policy.first }
        let began = held == nil ? outageBegan ?? now : now
        outageBegan = began
        note(fault, held: held, now: now)
        return length(after: fault, outage: now - began) * (1 - 0.2 * jitter)
    }

    /// Only a broker of version 5 says that another client took our session; others just close the
    /// connection, as one that is restarted seems to do.
    ///
    /// Whatever shows that the broker itself was away clears it and all rivals.
    private mutating func note(
        _ fault: MQTTFault, held: Duration?, now: ContinuousClock.Instant
    ) {
        takeovers.removeAll { now - $0 > .seconds(60) }
        suspicions.removeAll { now - $0 > .seconds(60) }
        switch fault {
        case .sessionTaken: takeovers.append(now)
        case .droppedByBroker, .badAnswer:
            if let held, held < policy.steadyAfter { suspicions.append(now) }
        case .unreachable, .noAnswer, .connectionLost: suspicions.removeAll()
        default: break
        }
    }

    private mutating func length(after fault: MQTTFault, outage: Duration) -> Duration {
        switch fault {
        case .loginRefused:
            return policy.afterRefusal
        case .sessionTaken where isContested, .droppedByBroker where isContested,
            .badAnswer where isContested:
            return policy.afterTakeover
        default:
            guard outage >= policy.eagerFor else { return policy.first }
            pause = min(pause * 2, policy.longest)
            return pause
        }
    }
}
