// SPDX-License-Identifier: Apache-2.0

/// Which release this is: the one of `meter-gateway`, with which it is shipped.
enum Version {
    /// As in CHANGELOG.md.
    static let text = "0.1.0"
}
