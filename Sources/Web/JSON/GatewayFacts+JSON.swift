// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What only the server knows of the gateway's state.
struct ServerFacts: Sendable {
    let access: String
    let timeZone: String
    let streams: Int
    let streamLimit: Int
}

extension GatewayFacts {
    /// Writes it as the schema Gateway says.
    func write(
        to json: inout JSONWriter, server: ServerFacts, live: LiveSnapshot, now: UTCTime
    ) {
        json.object { json in
            json.field("version", version)
            json.field("now", now, fraction: true)
            json.field("time_zone", server.timeZone)
            json.field("access", server.access)
            json.field("started", started)
            json.field("uptime_s", uptimeSeconds)
            json.field("meters_online", live.meters.count(where: \.isAvailable))
            json.field("meters_total", live.meters.count(where: \.profile.isEnabled))
            json.field("sensors_online", live.sensors.count(where: \.isAvailable))
            json.field("sensors_total", live.sensors.count(where: \.profile.isEnabled))
            json.object("broker") { broker.write(to: &$0) }
            json.field("backlog", backlog)
            json.field("oldest_age_s", oldestAgeSeconds)
            json.field("dropped", dropped)
            json.field("dropped_history", droppedHistory)
            json.object("store") { json in
                json.field("state", store.state)
                json.field("bytes", store.bytes)
                json.field("history_lag_s", store.historyLagSeconds)
            }
            if let mail { json.object("mail") { mail.write(to: &$0) } }
            if let web { json.object("web") { web.write(to: &$0, wrongTokens: wrongTokens) } }
            json.field("rss_bytes", residentBytes)
            json.fieldOrNull("last_error", lastError)
            json.object("streams") { json in
                json.field("open", server.streams)
                json.field("limit", server.streamLimit)
            }
        }
    }
}

extension WebCondition {
    /// Writes the members of the object `web`.
    public func write(to json: inout JSONWriter, wrongTokens: UInt64) {
        json.field("state", state)
        json.field("code", code.rawValue)
        json.field("hint", hint)
        json.field("since", since)
        json.field("wrong_tokens", wrongTokens)
    }
}

extension GatewayFacts.Mail {
    /// Writes the members of the object `mail`.
    public func write(to json: inout JSONWriter) {
        json.field("pending", pending)
        json.field("sent", sent)
        json.field("dropped", dropped)
        json.fieldOrNull("last_error", lastError)
        json.fieldOrNull("failed_at", failedAt)
    }
}

extension GatewayFacts.Broker {
    fileprivate func write(to json: inout JSONWriter) {
        json.field("connected", isConnected)
        json.field("protocol", version)
        json.field("reconnects", reconnects)
        if let connectedSince { json.field("connected_since", connectedSince) }
        json.field("fault_code", faultCode)
        json.field("last_fault", lastFault)
    }
}
