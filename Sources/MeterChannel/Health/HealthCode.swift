// SPDX-License-Identifier: Apache-2.0

/// Why a meter or sensor is as it is; the raw value is the word in JSON.
public enum HealthCode: String, Sendable, Hashable, CaseIterable {
    case ok
    case starting
    case portMissing = "port_missing"
    case portLost = "port_lost"
    case portDenied = "port_denied"
    case portBusy = "port_busy"
    case portStuck = "port_stuck"
    case termiosRefused = "termios_refused"
    case noValidFrame = "no_valid_frame"
    case noValidLine = "no_valid_line"
    case silent
    case authFailed = "auth_failed"
    case tagMismatch = "tag_mismatch"
    case keyChanged = "key_changed"
    case plaintextRefused = "plaintext_refused"
    case counterRegressed = "counter_regressed"
    case counterExhausted = "counter_exhausted"
    case duplicateMeter = "duplicate_meter"
    case meterSwapped = "meter_swapped"
    case gpioMissing = "gpio_missing"
    case gpioBusy = "gpio_busy"
    case gpioDenied = "gpio_denied"
    case gpioUnsupported = "gpio_unsupported"
}
