// SPDX-License-Identifier: Apache-2.0
import DSMR

// The conditions of a meter, each with what to do about it.
extension Condition {
    /// No counter is left under this key.
    static let counterExhausted = Condition(
        .offline, .counterExhausted,
        hint:
            "The meter has used up its frame counter and sends nothing more; ask the grid operator for a new key."
    )
    /// Bytes come, and no frame is among them.
    static let noValidFrame = Condition(
        .degraded, .noValidFrame,
        hint:
            "Bytes come, but no frame: check 115200 8N1, the inverted level of the P1 line, "
            + "and that no serial console is enabled on this port.")
    /// Another port has the meter too.
    static let duplicateMeter = Condition(
        .degraded, .duplicateMeter,
        hint:
            "This meter is read on another port too; its telegrams are counted there. Check the cables."
    )

    /// Nothing comes.
    static func silent(_ link: LinkStatus) -> Condition {
        Condition(
            .offline, .silent,
            hint:
                "The port is open but the meter says nothing: check the cable, the data-request wiring and that the grid operator has enabled the port."
                + link.replugHint
        )
    }

    /// Frames are refused, again and again for the same reason; `nil` where that is no condition.
    init?(refused reason: DiscardReason) {
        switch reason {
        case .wrongKey:
            self.init(
                .offline, .authFailed,
                hint:
                    "The key does not open this meter's frames: it is wrong, or the grid operator has changed it. "
                    + "Compare the meter's number with the letter, and the cable with the configuration."
            )
        case .noKey:
            self.init(
                .offline, .authFailed,
                hint: "The meter sends sealed frames and no key is configured; add key_file.")
        case .tagMismatch:
            self.init(
                .degraded, .tagMismatch,
                hint:
                    "The frames decrypt well, but their tag is wrong: the authentication key may differ. "
                    + "Set auth_key_file, or accept the telegrams unverified with authentication: crc."
            )
        case .unauthenticated:
            self.init(
                .degraded, .tagMismatch,
                hint:
                    "The meter sends frames without a tag; accept them unverified with authentication: crc."
            )
        case .plaintextRefused:
            self.init(
                .offline, .plaintextRefused,
                hint:
                    "The meter sends clear text although a key is configured. If the grid operator switched "
                    + "encryption off, set allow_plaintext: true; otherwise check who is on the cable."
            )
        case .replay:
            self.init(
                .degraded, .counterRegressed,
                hint:
                    "Genuine frames come with counters that were seen before. If the meter was set back, "
                    + "run meter-gateway accept-counter with its id; otherwise somebody replays old frames."
            )
        case .damaged:
            self.init(
                .degraded, .noValidFrame,
                hint:
                    "The key is right, but every frame arrives damaged: cable too long, level converter too slow, or another program on the port."
            )
        case .unsupported:
            self.init(
                .offline, .noValidFrame,
                hint:
                    "The frames are genuine but hold no P1 text; this kind of meter is not supported."
            )
        case .noise, .truncated, .badHeader, .oversize, .crcWrong, .malformedTelegram: return nil
        }
    }
}
