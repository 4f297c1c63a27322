// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration

/// Two keys that differ, and belong to no meter.
enum Keys {
    static let one = "000102030405060708090A0B0C0D0E0F"
    static let two = "F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF"
}

/// A configuration that is valid and small: one meter without a key, at line 5 of the file.
let smallest = """
    version: 1
    mqtt:
      url: mqtt://localhost
    meters:
      - id: flat-1
        port: /dev/ttyUSB0

    """

/// Loads a text as the file `meters.yaml` in the folder `/etc/gw`.
func load(
    _ text: String, files: MemoryFiles = MemoryFiles(), environment: [String: String] = [:],
    permissions: UInt32 = 0o600
) -> Result<LoadedConfiguration, ConfigurationIssues> {
    ConfigurationLoader(files: files).load(
        FileContents(bytes: Array(text.utf8), permissions: permissions, owner: 1_000),
        path: "/etc/gw/meters.yaml",
        environment: environment)
}

/// What loading a text complains about, one line each without the folder; empty when nothing.
func complaints(
    _ text: String, files: MemoryFiles = MemoryFiles(), environment: [String: String] = [:],
    permissions: UInt32 = 0o600
) -> [String] {
    let issues =
        switch load(text, files: files, environment: environment, permissions: permissions) {
        case .success(let loaded): loaded.warnings
        case .failure(let failure): failure.issues
        }
    return issues.map { issue in
        issue.description.hasPrefix("/etc/gw/")
            ? String(issue.description.dropFirst(8)) : issue.description
    }
}
