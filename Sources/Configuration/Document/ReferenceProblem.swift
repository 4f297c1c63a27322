// SPDX-License-Identifier: Apache-2.0

/// Why a reference in a value could not be filled in.
enum ReferenceProblem: Error, Hashable {
    case unknownTag
    case badReference
    case unsetVariable(String)
    case secretsUnavailable
    case unknownSecret(String, nearest: String?)
    case secretInSecrets
}

extension ReferenceProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .unknownTag: "the tag is not known here"
        case .badReference: "'${' is not followed by NAME} or NAME:-default}"
        case .unsetVariable(let name): "the environment variable \(name) is not set"
        case .secretsUnavailable: "secrets.yaml beside this file cannot be used"
        case .unknownSecret(let name, _): "secrets.yaml has no '\(Redaction.shown(name))'"
        case .secretInSecrets: "secrets.yaml cannot refer to itself"
        }
    }

    var remedy: String {
        switch self {
        case .unknownTag: "leave it out; only !secret has a meaning"
        case .badReference: "write ${NAME}, or $${ for the two characters themselves"
        case .unsetVariable(let name): "set it, or write ${\(name):-default}"
        case .secretsUnavailable: "see the message about that file"
        case .unknownSecret(_, let nearest?): "did you mean '\(nearest)'?"
        case .unknownSecret: "add it there"
        case .secretInSecrets: "write the value out"
        }
    }
}
