// SPDX-License-Identifier: Apache-2.0

/// Tells the readings that are worth nothing once they are old from the registers that keep.
enum LiveReading {
    /// Power, voltage and current, whose topics expire.
    static func isLive(_ name: String) -> Bool {
        [
            "power_import", "power_export", "power_net", "reactive_power_", "apparent_power_",
            "voltage_l", "current_l",
        ]
        .contains { name.hasPrefix($0) } && !name.hasPrefix("current_limit")
    }
}
