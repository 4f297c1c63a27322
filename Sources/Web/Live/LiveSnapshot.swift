// SPDX-License-Identifier: Apache-2.0
import Readings

/// Everything at one moment.
struct LiveSnapshot: Sendable {
    /// In the order in which they are shown.
    let items: [LiveItem]
    /// The number of changes until now.
    let version: UInt64
    /// The last change of the gateway itself.
    let gatewayVersion: UInt64
    /// The last change of which meters and sensors there are, or of what is configured of them.
    let configurationVersion: UInt64

    /// The meters, disabled ones too.
    var meters: [LiveItem] { items.filter { $0.profile.kind == .meter } }
    /// The sensors, disabled ones too.
    var sensors: [LiveItem] { items.filter { $0.profile.kind == .sensor } }
}
