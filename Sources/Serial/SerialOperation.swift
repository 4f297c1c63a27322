// SPDX-License-Identifier: Apache-2.0

/// The step at which a serial port failed.
public enum SerialOperation: String, Sendable, Hashable {
    /// Opening the device.
    case open
    /// Taking it for this process alone.
    case lock
    /// Reading or writing its settings.
    case configure = "set up"
    /// Throwing away what had arrived.
    case flush
    /// Making a second descriptor.
    case duplicate
    /// Watching for the device to appear.
    case watch = "watch for"
}
