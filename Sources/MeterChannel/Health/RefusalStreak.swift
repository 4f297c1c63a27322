// SPDX-License-Identifier: Apache-2.0
import DSMR

/// Counts what is refused in a row, and names a reason once it came too often to be an accident.
struct RefusalStreak: Sendable {
    /// The reason that came often enough to be told; it holds until a genuine frame or another one
    /// does.
    private(set) var reason: DiscardReason?
    /// Whom the frames that are refused name as their meter.
    ///
    /// Unproved, but what an owner has to compare; `nil` when nothing is refused, or in clear.
    private(set) var title: SystemTitle?
    /// The reason of the latest refusals, and how many of one kind came in a row.
    private var latest: (reason: DiscardReason, count: Int)?
    /// Whose frames were genuine last.
    private var owner: SystemTitle?
    /// Who else says to have sent what could not be opened, and how often in a row.
    private var stranger: (title: SystemTitle, reason: DiscardReason, count: Int)?

    /// A genuine frame came, or another port; `owner` is who sealed it, if that is proved.
    mutating func end(with owner: SystemTitle? = nil) {
        (latest, reason, stranger, title) = (nil, nil, nil, nil)
        self.owner = owner ?? self.owner
    }

    /// A stretch became no telegram; `title` is who its head says to have sent it.
    mutating func refused(_ reason: DiscardReason, from title: SystemTitle?) {
        switch reason {
        case .noise, .truncated, .badHeader, .oversize, .crcWrong, .malformedTelegram: return
        case .wrongKey, .noKey, .unauthenticated: unopened(reason, from: title)
        case .replay, .unsupported:
            owner = title ?? owner
            count(reason, from: title)
        case .tagMismatch, .damaged, .plaintextRefused: count(reason, from: title)
        }
    }

    private mutating func count(_ reason: DiscardReason, from title: SystemTitle?) {
        stranger = nil
        let count = latest?.reason == reason ? (latest?.count ?? 0) + 1 : 1
        latest = (reason, count)
        if count >= RefusalStreak.proof(of: reason) { tell(reason, of: title) }
    }

    /// Garbage may look like the head of a frame, and then names somebody else each time: only who
    /// was genuine before counts at once, and a stranger with the third frame in a row.
    private mutating func unopened(_ reason: DiscardReason, from title: SystemTitle?) {
        guard let title else { return }
        guard title != owner else { return count(reason, from: title) }
        let isSame = stranger?.title == title && stranger?.reason == reason
        let times = (isSame ? stranger?.count ?? 0 : 0) + 1
        stranger = (title, reason, times)
        if times >= RefusalStreak.proof(of: reason) { tell(reason, of: title) }
    }

    private mutating func tell(_ reason: DiscardReason, of title: SystemTitle?) {
        (self.reason, self.title) = (reason, title)
    }

    /// How many refusals in a row tell that it is no accident.
    private static func proof(of reason: DiscardReason) -> Int {
        switch reason {
        case .replay: 10
        case .plaintextRefused: 2
        default: 3
        }
    }
}
