// SPDX-License-Identifier: Apache-2.0

/// What bodies are made of.
enum MediaType {
    static let json = "application/json"
    static let problem = "application/problem+json"
    static let text = "text/plain; charset=utf-8"
    static let csv = "text/csv; charset=utf-8"
    static let metrics = "text/plain; version=0.0.4; charset=utf-8"

    /// The type of a file of the page, by the end of its name.
    static func ofFile(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json": json
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
