// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The built `meter-gateway`, as a user starts it.
enum GatewayProgram {
    /// Beside this test, which is built after it: where it is missing, its tests fail.
    static let path: String = {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: own ?? "").deletingLastPathComponent().path(percentEncoded: false)
            + "/meter-gateway"
    }()
}
