// SPDX-License-Identifier: Apache-2.0

/// What proves a telegram, and with it how the log counts it.
public enum TelegramOrigin: Sendable, Hashable {
    /// Its tag is right: the frame counter counts, once per epoch.
    case verified(EpochID, frameCounter: UInt32)
    /// Taken although nothing proves it; the head of its frame is kept as it was, if there was one.
    case unverified(title: String?, frameCounter: UInt32?)
    /// It came in clear.
    case clear

    /// The epoch of a verified telegram; `nil` for what is counted by a receive sequence.
    public var epoch: EpochID? {
        if case .verified(let epoch, _) = self { return epoch }
        return nil
    }

    /// The system title in the frame's head, in upper-case hex.
    public var title: String? {
        switch self {
        case .verified(let epoch, _): epoch.title
        case .unverified(let title, _): title
        case .clear: nil
        }
    }

    /// The counter in the frame's head.
    public var frameCounter: UInt32? {
        switch self {
        case .verified(_, let counter): counter
        case .unverified(_, let counter): counter
        case .clear: nil
        }
    }
}
