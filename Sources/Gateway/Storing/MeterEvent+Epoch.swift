// SPDX-License-Identifier: Apache-2.0
import DSMR
import History
import MeterChannel
import Readings

extension MeterEvent {
    /// The event that tells of another key, or of another meter in the place of the old one.
    init(_ change: EpochChange) {
        func digits(_ title: String) -> ReadingValue {
            .text(SystemTitle(hex: title)?.lastFour ?? "")
        }
        var facts = [
            Reading(name: "system_title", value: digits(change.to.title)),
            Reading(name: "key_fingerprint", value: .text(change.to.keyFingerprint)),
        ]
        if change.isSameMeter {
            facts.append(
                Reading(
                    name: "previous_key_fingerprint", value: .text(change.from.keyFingerprint)))
        } else {
            facts.append(Reading(name: "previous_system_title", value: digits(change.from.title)))
        }
        self.init(
            meter: change.meter, kind: change.isSameMeter ? .keyChanged : .meterSwapped,
            time: change.at, facts: facts)
    }
}
