// SPDX-License-Identifier: Apache-2.0

/// One order to a running street, as the control socket takes it.
enum StreetCommand: Sendable, Hashable {
    case damage(FrameFault, id: String, count: Int)
    case repeatedHour(id: String)
    case noise(id: String, bytes: Int)
    case replay(id: String, count: Int)
    case regress(id: String, count: UInt32)
    case jump(id: String, count: UInt32)
    case turn(PortSwitch, id: String, on: Bool)
    case newKey(id: String)
    case swap(id: String)
    case unplug(id: String)
    case replug(id: String)
    case list
    case quit

    /// Whom it is for; `nil` for the whole street.
    var id: String? {
        switch self {
        case .damage(_, let id, _), .repeatedHour(let id), .noise(let id, _), .replay(let id, _),
            .regress(let id, _), .jump(let id, _), .turn(_, let id, _), .newKey(let id),
            .swap(let id),
            .unplug(let id), .replug(let id):
            id
        case .list, .quit: nil
        }
    }

    /// The word it begins with, for a message.
    var word: String {
        switch self {
        case .damage(let fault, _, _): StreetCommand.word(of: fault)
        case .repeatedHour: "dst"
        case .noise: "noise"
        case .replay: "replay"
        case .regress: "regress"
        case .jump: "jump"
        case .turn(let port, _, _): port.rawValue
        case .newKey: "new-key"
        case .swap: "swap"
        case .unplug: "unplug"
        case .replug: "replug"
        case .list: "list"
        case .quit: "quit"
        }
    }

    /// All words of command, for a message.
    static let words =
        "bad-tag bad-crc lose-byte insert-byte flip-bit truncate glue long-message dst noise garbage silence clear "
        + "request no-target replay regress jump new-key swap unplug replug list quit"

    /// Reads one line, such as `bad-tag flat-1 3`.
    init(_ line: some StringProtocol) throws(SimulationError) {
        let words = line.split(whereSeparator: { $0.isWhitespace }).map { String($0) }
        let word = words.first ?? ""
        if words.count == 1, let plain = StreetCommand.withoutPort(word) {
            self = plain
            return
        }
        guard let usage = StreetCommand.usage(word) else { throw .unknownCommand(word) }
        guard (2...3).contains(words.count) else { throw .wrongArguments(usage: usage) }
        let argument = words.count == 3 ? words[2] : nil
        if let limit = StreetCommand.limit(of: word), let count = argument.flatMap(UInt64.init),
            count > limit
        {
            throw .outOfRange(
                what: word == "noise" ? "BYTES of noise" : "COUNT of \(word)",
                range: "1 to \(limit)")
        }
        guard let command = StreetCommand.build(word, id: words[1], argument) else {
            throw .wrongArguments(usage: usage)
        }
        self = command
    }

    private static func withoutPort(_ word: String) -> StreetCommand? {
        switch word {
        case "list": .list
        case "quit": .quit
        default: nil
        }
    }

    private static func usage(_ word: String) -> String? {
        if PortSwitch(rawValue: word) != nil { return "\(word) ID on|off" }
        if fault(word) != nil { return "\(word) ID [COUNT]" }
        return switch word {
        case "noise": "noise ID BYTES"
        case "replay", "regress", "jump": "\(word) ID [COUNT]"
        case "dst", "new-key", "swap", "unplug", "replug": "\(word) ID"
        case "list", "quit": word
        default: nil
        }
    }

    /// The most that one order takes; `nil` for a word that takes no number.
    private static func limit(of word: String) -> UInt32? {
        if fault(word) != nil { return 10_000 }
        return switch word {
        case "noise": 10_000
        case "replay": UInt32(MeterStation.remembered)
        // How far the counter can go, only the meter knows.
        case "regress", "jump": .max
        default: nil
        }
    }

    private static func build(_ word: String, id: String, _ argument: String?) -> StreetCommand? {
        if let port = PortSwitch(rawValue: word) {
            return switch argument {
            case "on": .turn(port, id: id, on: true)
            case "off": .turn(port, id: id, on: false)
            default: nil
            }
        }
        guard let count = argument == nil ? 1 : argument.flatMap(UInt32.init), count > 0 else {
            return nil
        }
        if let fault = fault(word) { return .damage(fault, id: id, count: Int(count)) }
        switch word {
        case "noise": return argument == nil ? nil : .noise(id: id, bytes: Int(count))
        case "replay": return .replay(id: id, count: Int(count))
        case "regress": return .regress(id: id, count: count)
        case "jump": return .jump(id: id, count: count)
        default: break
        }
        guard argument == nil else { return nil }
        switch word {
        case "dst": return .repeatedHour(id: id)
        case "new-key": return .newKey(id: id)
        case "swap": return .swap(id: id)
        case "unplug": return .unplug(id: id)
        case "replug": return .replug(id: id)
        default: return nil
        }
    }

    /// The faults that have a word of their own: the ledger's, with hyphens.
    private static func fault(_ word: String) -> FrameFault? {
        FrameFault.allCases.first { fault in
            fault != .summerEnds && fault != .winterBegins && self.word(of: fault) == word
        }
    }

    private static func word(of fault: FrameFault) -> String {
        String(fault.rawValue.map { $0 == "_" ? "-" : $0 })
    }
}
