// SPDX-License-Identifier: Apache-2.0
import Locking

/// Counts connections by address, and says who may come in.
final class ConnectionLedger: Sendable {
    /// What becomes of a new connection.
    enum Admission: Sendable {
        /// Its requests are answered.
        case served
        /// It is told that there are too many, and closed.
        case refused
        /// It is closed at once.
        case dropped
    }

    private struct State {
        var served = 0
        var byAddress: [String: Int] = [:]
        var refused = 0
        var rejections: UInt64 = 0
    }

    private let limits: WebLimits
    private let state = Mutex(State())

    init(_ limits: WebLimits) { self.limits = limits }

    /// Whether a connection from an address may come in; if it is not dropped, ``leave(_:_:)`` must
    /// follow.
    func admit(_ address: String) -> Admission {
        state.withLock { state in
            let here = state.byAddress[address, default: 0]
            if state.served < limits.connections, here < limits.connectionsPerAddress {
                state.served += 1
                state.byAddress[address] = here + 1
                return .served
            }
            state.rejections += 1
            guard state.refused < limits.refusals else { return .dropped }
            state.refused += 1
            return .refused
        }
    }

    /// Takes a connection out of the count.
    func leave(_ address: String, _ admission: Admission) {
        state.withLock { state in
            switch admission {
            case .served:
                state.served -= 1
                let here = state.byAddress[address, default: 1] - 1
                state.byAddress[address] = here > 0 ? here : nil
            case .refused: state.refused -= 1
            case .dropped: break
            }
        }
    }

    /// How many connections are served now.
    var connections: Int { state.withLock { $0.served } }

    /// How many connections were turned away since the start.
    var rejections: UInt64 { state.withLock { $0.rejections } }
}
