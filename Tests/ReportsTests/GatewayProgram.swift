// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The built `meter-gateway`, as a user starts it.
enum GatewayProgram {
    /// Beside this test.
    static let path: String = {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: own ?? "").deletingLastPathComponent().path(percentEncoded: false)
            + "/meter-gateway"
    }()

    /// Whether it is there.
    static let isBuilt: Bool = {
        let isThere = FileManager.default.isExecutableFile(atPath: path)
        if !isThere { print("SKIPPED: there is no meter-gateway beside the tests") }
        return isThere
    }()
}
