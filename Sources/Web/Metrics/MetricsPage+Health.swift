// SPDX-License-Identifier: Apache-2.0
import Readings

// How meters and gateway are.
extension MetricsPage {
    func writeHealth(_ writer: inout MetricsWriter) {
        let meters = live.meters.filter(\.profile.isEnabled)
        writer.family("meter_up", .gauge, "Whether the meter's values are current.") { family in
            for item in meters { family.add(["meter": item.id], item.isAvailable ? 1 : 0) }
        }
        writer.family("meter_info", .gauge, "Which meter it is; always 1.") { family in
            for item in meters {
                family.add(
                    [
                        "meter": item.id, "equipment_id": item.health?.identity ?? "",
                        "model": model(item.profile.id) ?? "",
                        "system_title": item.health?.systemTitle ?? "",
                    ], 1)
            }
        }
        writer.family(
            "telegrams_total", .counter, "Telegrams since the start, by what became of them."
        ) { family in
            for item in meters {
                guard let counters = item.health?.counters else { continue }
                for (result, count) in [
                    ("ok", counters.accepted), ("crc", counters.checksumErrors),
                    ("tag", counters.tagErrors), ("frame", counters.frameErrors),
                    ("replay", counters.replays),
                ] {
                    family.add(["meter": item.id, "result": result], count)
                }
            }
        }
        writer.family(
            "noise_bytes_total", .counter, "Bytes on the line that belonged to no telegram."
        ) { family in
            for item in meters { family.add(["meter": item.id], item.health?.counters.noiseBytes) }
        }
        writer.family(
            "line_errors_total", .counter,
            "Bytes that the serial line spoiled or lost, where its driver counts them."
        ) { family in
            for item in meters {
                guard let counters = item.health?.counters else { continue }
                family.add(["meter": item.id, "kind": "framing"], counters.framingErrors)
                family.add(["meter": item.id, "kind": "overrun"], counters.overruns)
            }
        }
        writer.family(
            "missed_telegrams_total", .counter,
            "Telegrams that the meter sent and nobody received, by its frame counter."
        ) { family in
            for item in meters { family.add(["meter": item.id], item.health?.missed) }
        }
        writer.family(
            "last_telegram_timestamp_seconds", .gauge, "When the last telegram was received."
        ) { family in
            for item in meters {
                let heard = item.latest?.received ?? item.health?.lastHeard
                family.add(
                    ["meter": item.id], heard.map { FixedPoint($0.milliseconds, decimals: 3) })
            }
        }
        writer.family(
            "clock_drift_seconds", .gauge, "How far the meter's clock is ahead of the gateway's."
        ) { family in
            for item in meters where item.isAvailable {
                family.add(["meter": item.id], item.health?.clockDriftSeconds)
            }
        }
    }

    func writeGateway(_ writer: inout MetricsWriter) {
        writer.family("build_info", .gauge, "Which release runs; always 1.") { family in
            family.add(["version": facts.version], 1)
        }
        writer.family("start_time_seconds", .gauge, "When the gateway started.") { family in
            family.add([:], facts.started.seconds)
        }
        writer.family("resident_memory_bytes", .gauge, "Physical memory of the gateway.") {
            $0.add([:], facts.residentBytes)
        }
        writer.family("mqtt_connected", .gauge, "Whether the broker is connected.") {
            $0.add([:], facts.broker.isConnected ? 1 : 0)
        }
        writer.family("mqtt_reconnects_total", .counter, "How often the broker came back.") {
            $0.add([:], facts.broker.reconnects)
        }
        writer.family(
            "mqtt_queue_messages", .gauge, "Telegrams stored and not yet taken by the broker."
        ) { $0.add([:], facts.backlog) }
        writer.family(
            "mqtt_queue_age_seconds", .gauge, "The age of the oldest telegram in the queue."
        ) { $0.add([:], facts.oldestAgeSeconds) }
        writer.family("dropped_messages_total", .counter, "What was lost to full queues.") {
            $0.add([:], facts.dropped)
        }
        writer.family(
            "history_dropped_total", .counter,
            "Samples and events for which the history had no room, and telegrams that waited too long."
        ) { $0.add([:], facts.droppedHistory) }
        writer.family(
            "history_lag_seconds", .gauge,
            "How long the oldest telegram has waited for the history to take it."
        ) { $0.add([:], facts.store.historyLagSeconds) }
        if let mail = facts.mail {
            writer.family("mail_pending", .gauge, "Mails that wait to be sent.") {
                $0.add([:], mail.pending)
            }
            writer.family("mail_dropped_total", .counter, "Mails given up.") {
                $0.add([:], mail.dropped)
            }
        }
        writer.family("store_ok", .gauge, "Whether telegrams reach the medium.") {
            $0.add([:], facts.store.isStoring ? 1 : 0)
        }
        writer.family("store_bytes", .gauge, "What the database takes on the medium.") {
            $0.add([:], facts.store.bytes)
        }
    }

    func writeServer(_ writer: inout MetricsWriter) {
        writer.family("web_connections", .gauge, "HTTP connections now.") {
            $0.add([:], connections)
        }
        writer.family("web_streams", .gauge, "Live streams now.") { $0.add([:], streams) }
        writer.family(
            "web_rejected_total", .counter, "Connections turned away for want of room."
        ) { $0.add([:], rejections) }
        writer.family("web_wrong_tokens_total", .counter, "Wrong tokens shown.") {
            $0.add([:], wrongTokens)
        }
    }
}
