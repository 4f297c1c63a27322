// SPDX-License-Identifier: Apache-2.0
import Glibc
import Logging

/// The folder that the gateway may write to.
enum StateDirectory {
    /// Makes the folder and those above it, for the gateway's user only; without it the gateway
    /// runs with less.
    static func prepare(_ path: String, logger: Logger) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            if unsafe mkdir(made, 0o700) != 0, errno != EEXIST {
                let reason =
                    unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
                logger.warning(
                    "No state folder; it must exist and belong to the gateway's user",
                    metadata: ["path": "\(path)", "why": "\(reason)"])
                return
            }
        }
    }
}
