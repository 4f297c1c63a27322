// SPDX-License-Identifier: Apache-2.0

/// How exported rows are written.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
    /// Comma-separated values after RFC 4180, with a head.
    case csv
    /// One array of objects, one object a line.
    case json
}
