// SPDX-License-Identifier: Apache-2.0

extension Lanes {
    /// Where a message under way came from, and so where it goes back to.
    enum Origin: Sendable {
        case state(StateLane.Ticket)
        case stream(StreamLane.Item)
        case final(OutboundMessage)

        /// The topic it was for.
        var topic: String {
            switch self {
            case .state(let ticket): ticket.topic
            case .stream(let item): item.message.topic
            case .final(let message): message.topic
            }
        }

        /// Roughly how many bytes it takes on the wire.
        var size: Int {
            switch self {
            case .state(let ticket): ticket.size
            case .stream(let item): item.message.size
            case .final(let message): message.size
            }
        }

        /// The caller's token, if it gave one.
        var token: UInt64? {
            if case .stream(let item) = self { item.token } else { nil }
        }
    }
}
