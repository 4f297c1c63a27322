// SPDX-License-Identifier: Apache-2.0
import Glibc

extension Chip {
    /// Opens the chip that the configuration means: a path, a name such as `gpiochip0`, or a label.
    ///
    /// A label is looked for on every chip there is. Chips that may not be opened are passed over;
    /// only if none of the others has the label is the first of them reported as denied.
    static func find(_ chip: String, devices: String = "/dev") throws(LineError) -> Chip {
        if chip.hasPrefix("/") { return try Chip(path: chip) }
        let paths = chipPaths(in: devices)
        let named = "\(devices)/\(chip)"
        if paths.contains(named) { return try Chip(path: named) }
        return try labelled(chip, among: paths)
    }

    private static func labelled(_ label: String, among paths: [String]) throws(LineError) -> Chip {
        // By name, since a board may keep an old number as a symbolic link to the same chip.
        var found: [String: String] = [:]
        var denied: LineError?
        for path in paths {
            do {
                let candidate = try Chip(path: path)
                if candidate.label == label { found[candidate.name] = path }
            } catch .denied(let path) {
                denied = denied ?? .denied(path: path)
            } catch {
                // Unplugged since it was listed, or no chip at all: not the one that is meant.
            }
        }
        guard found.count <= 1 else {
            throw .chipAmbiguous(label: label, names: found.keys.sorted())
        }
        guard let path = found.first?.value else { throw denied ?? .chipMissing(chip: label) }
        return try Chip(path: path)
    }

    private static func chipPaths(in directory: String) -> [String] {
        var matches = unsafe glob_t()
        defer { unsafe globfree(&matches) }
        guard unsafe glob("\(directory)/gpiochip*", 0, nil, &matches) == 0 else { return [] }
        let listed = unsafe UnsafeBufferPointer(
            start: matches.gl_pathv, count: Int(matches.gl_pathc))
        return unsafe listed.compactMap { path in unsafe path.map { unsafe String(cString: $0) } }
    }
}
