// SPDX-License-Identifier: Apache-2.0
public import History
public import Readings

/// What the page shows and only the daemon knows.
///
/// Called from any thread, for one request at a time or several; must not wait.
public protocol WebSource: Sendable {
    /// The gateway's own state.
    func facts() -> GatewayFacts
    /// The last telegram of a meter; `nil` if none came since the start.
    func telegram(_ id: MeterID) -> DecodedTelegram?
    /// The model of a meter, as the first line of its telegrams names it.
    func model(_ id: MeterID) -> String?
    /// A stored telegram as the topic `<id>/telegram` has it: one JSON object.
    func message(_ record: TelegramRecord) -> [UInt8]
}
