// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Why a serial port cannot be opened, or does not do what it should.
public enum SerialError: Error, Sendable, Hashable {
    /// There is no such device now.
    case missing(path: String)
    /// The device may not be opened; its group is `group`, if that could be found out.
    case denied(path: String, group: String?)
    /// Another program has the port: `holder`, if it can be seen.
    case busy(path: String, holder: String?)
    /// The path exists and is no serial port but something else.
    case notATTY(path: String, kind: FileKind)
    /// The driver did not take these settings.
    case settingsRefused(path: String, settings: [RefusedSetting])
    /// A system call failed.
    case io(path: String, operation: SerialOperation, errno: Int32)
}

extension SerialError {
    /// The word under which `health.port_state` shows this error.
    public var portState: String {
        switch self {
        case .missing, .notATTY: "missing"
        case .busy: "busy"
        case .denied: "denied"
        case .settingsRefused, .io: "lost"
        }
    }

    /// The code under which `health` shows this error.
    public var code: String {
        switch self {
        case .missing, .notATTY: "port_missing"
        case .busy: "port_busy"
        case .denied: "port_denied"
        case .settingsRefused: "termios_refused"
        case .io: "port_lost"
        }
    }
}

extension SerialError: CustomStringConvertible {
    /// What is wrong and what to do, in one sentence.
    public var description: String {
        switch self {
        case .missing(let path):
            "there is no serial port \(path); plug the adapter in, or look in /dev/serial/by-id "
                + "for the name it has"
        case .denied(let path, .some(let group)) where group != "root":
            "no permission to open \(path); add the user to group '\(group)' "
                + "and start the service again"
        case .denied(let path, _):
            "no permission to open \(path); serial ports should belong to group 'dialout' and the "
                + "user be in it: check 'ls -lL \(path)' and the udev rules"
        case .busy(let path, .some(let holder)):
            "\(path) is in use by \(holder); stop that program"
        case .busy(let path, nil):
            "\(path) is in use by another program; 'fuser -v \(path)' as root shows which"
        case .notATTY(let path, let kind):
            "\(path) is not a serial port but \(kind.rawValue); check the configured path"
        case .settingsRefused(let path, let settings):
            "the driver of \(path) did not take: \(settings.map(\.rawValue).joined(separator: ", ")); "
                + "the adapter cannot do what is configured"
        case .io(let path, let operation, let errno):
            "could not \(operation.rawValue) \(path): \(Self.text(errno)); "
                + "if it stays so, unplug the adapter and plug it in again"
        }
    }

    private static func text(_ errno: Int32) -> String {
        guard let text = unsafe strerror(errno) else { return "error \(errno)" }
        return unsafe String(cString: text)
    }
}
