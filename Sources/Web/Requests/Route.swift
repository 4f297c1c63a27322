// SPDX-License-Identifier: Apache-2.0
import Readings

/// What there is to ask for: the one list of paths, which `openapi.json` describes.
enum Route: Sendable, Hashable {
    /// What there is to know of one meter or sensor.
    enum Part: String, Sendable, CaseIterable {
        case latest, health, telegram, series, gaps, epochs, events, telegrams
    }

    case file(String)
    case overview
    case gateway
    case meters
    case meter(MeterID)
    case part(Part, MeterID)
    case export
    case stream
    case alive
    case ready
    case metrics

    /// The route of a path; `nil` if there is no such path.
    ///
    /// Nothing is decoded: no path of ours needs it, and so none can be spelt in two ways.
    init?(_ path: Substring) {
        guard path.hasPrefix("/") else { return nil }
        let steps = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        switch steps.count {
        case 1: self.init(top: steps[0])
        case 2 where steps[0] == "assets" && steps[1] != "openapi.json":
            self = .file(String(steps[1]))
        case 3... where steps[0] == "api" && steps[1] == "v1": self.init(interface: steps[2...])
        default: return nil
        }
    }

    private init?(top name: Substring) {
        switch name {
        case "": self = .file("index.html")
        case "openapi.json": self = .file("openapi.json")
        case "healthz": self = .alive
        case "readyz": self = .ready
        case "metrics": self = .metrics
        default: return nil
        }
    }

    private init?(interface steps: ArraySlice<Substring>) {
        let steps = Array(steps)
        guard steps.count > 1 else {
            switch steps[0] {
            case "overview": self = .overview
            case "gateway": self = .gateway
            case "meters": self = .meters
            case "export.csv": self = .export
            case "stream": self = .stream
            default: return nil
            }
            return
        }
        guard steps[0] == "meters", steps.count <= 3, let id = MeterID(String(steps[1])) else {
            return nil
        }
        guard steps.count == 3 else {
            self = .meter(id)
            return
        }
        guard let part = Part(rawValue: String(steps[2])) else { return nil }
        self = .part(part, id)
    }

    /// Whether it may be read without the token: what says nothing of the house.
    var isPublic: Bool {
        switch self {
        case .file, .alive, .ready: true
        default: false
        }
    }

    /// The parameters it knows; `nil` if it does not look at them, as those that others append to a
    /// link to the page.
    var parameters: [String]? {
        switch self {
        case .file: nil
        case .part(.series, _): ["resolution", "from", "to", "points", "quantities"]
        case .part(.gaps, _): ["from", "to"]
        case .part(.events, _): ["limit"]
        case .part(.telegrams, _): ["after", "from_counter", "to_counter", "limit"]
        case .export: ["meter", "resolution", "from", "to"]
        default: []
        }
    }
}
