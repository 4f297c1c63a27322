// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Why a GPIO line cannot be had, or was lost.
public enum LineError: Error, Sendable, Hashable {
    /// No chip has this path, name or label.
    case chipMissing(chip: String)
    /// Several chips have this label; `names` are their names in order.
    case chipAmbiguous(label: String, names: [String])
    /// The path exists and is no GPIO chip.
    case notAChip(path: String)
    /// The chip has `count` lines and this is none of them.
    case lineMissing(chip: String, line: LineSelector, count: UInt32)
    /// Another program, or the kernel, holds the line under the name `consumer`.
    case busy(chip: String, line: LineSelector, consumer: String?)
    /// The chip's device file may not be opened.
    case denied(path: String)
    /// The kernel or the chip cannot do what was asked.
    case unsupported(chip: String, line: LineSelector?, errno: Int32)
    /// The chip of a held line went away, or the line stopped obeying.
    case lost(chip: String, offset: UInt32, errno: Int32)
}

extension LineError {
    /// The code under which `health` shows this error.
    public var code: String {
        switch self {
        case .chipMissing, .chipAmbiguous, .notAChip, .lineMissing, .lost: "gpio_missing"
        case .busy: "gpio_busy"
        case .denied: "gpio_denied"
        case .unsupported: "gpio_unsupported"
        }
    }

    /// The word under which `health.data_request` shows this error: `missing`, `busy` or `denied`.
    public var requestState: String {
        switch self {
        case .chipMissing, .chipAmbiguous, .notAChip, .lineMissing, .unsupported, .lost: "missing"
        case .busy: "busy"
        case .denied: "denied"
        }
    }

    /// What an errno says about a chip that could not be opened or asked.
    static func opening(_ path: String, errno: Int32) -> LineError {
        switch errno {
        case EACCES, EPERM: .denied(path: path)
        case ENOENT, ENXIO: .chipMissing(chip: path)
        // A device that is no GPIO chip: libgpiod 1.6 says ENODEV or ENOTTY, 2.x ENOTTY or EINVAL.
        case ENODEV, ENOTTY, EINVAL, ENOTDIR, EISDIR: .notAChip(path: path)
        default: .unsupported(chip: path, line: nil, errno: errno)
        }
    }
}

extension LineError: CustomStringConvertible {
    /// What is wrong and what to do, in one sentence.
    public var description: String {
        switch self {
        case .chipMissing(let chip):
            "there is no GPIO chip '\(chip)'; gpiodetect lists the chips by name and label"
        case .chipAmbiguous(let label, let names):
            "several GPIO chips have the label '\(label)' (\(names.joined(separator: ", "))); "
                + "name one of them instead"
        case .notAChip(let path):
            "\(path) is not a GPIO chip; gpiodetect lists the chips by name and label"
        case .lineMissing(let chip, .offset(let offset), let count):
            "GPIO chip '\(chip)' has no line \(offset): its lines are 0 to \(max(count, 1) - 1)"
        case .lineMissing(let chip, .name(let name), _):
            "GPIO chip '\(chip)' has no line named '\(name)'; gpioinfo lists its lines"
        case .busy(let chip, let line, .some(let consumer)):
            "line \(line) of GPIO chip '\(chip)' is held by '\(consumer)'; "
                + "stop that program or choose another line"
        case .busy(let chip, let line, nil):
            "line \(line) of GPIO chip '\(chip)' is held by another program or by the kernel; "
                + "gpioinfo shows by whom"
        case .denied(let path):
            "no permission to open \(path); add the user to the group that owns it ('ls -l \(path)', "
                + "'gpio' on Raspberry Pi OS), or install a udev rule where root alone owns it"
        case .unsupported(let chip, .some(let line), let errno):
            "the kernel refuses line \(line) of GPIO chip '\(chip)' as an output (\(text(errno))); "
                + "choose another line, or wire the data request to 5 V and leave the line out"
        case .unsupported(let chip, nil, let errno):
            "GPIO chip '\(chip)' cannot be used through libgpiod (\(text(errno))); "
                + "wire the data request to 5 V and leave the line out"
        case .lost(let chip, let offset, let errno):
            "line \(offset) of GPIO chip '\(chip)' no longer obeys (\(text(errno))); "
                + "see that the chip is still there, with gpiodetect"
        }
    }

    private func text(_ errno: Int32) -> String {
        guard let text = unsafe strerror(errno) else { return "error \(errno)" }
        return unsafe String(cString: text)
    }
}
