// SPDX-License-Identifier: Apache-2.0

/// Which release this is.
enum Version {
    /// As in CHANGELOG.md.
    static let text = "0.1.0"
}
