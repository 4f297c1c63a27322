// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The recorded and made test vectors, which lie beside the package or where METER_VECTORS says.
enum RecordedVectors {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["METER_VECTORS"] {
            return URL(filePath: path)
        }
        let package = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appending(path: "shared/vectors")
    }()

    /// The entries of the index; none when the folder is not there.
    static let all: [JSONValue] = {
        guard
            let index = FileManager.default.contents(
                atPath: folder.appending(path: "index.json").path()),
            case .array(let vectors) = JSONValue(String(decoding: index, as: UTF8.self))?["vectors"]
        else { return [] }
        return vectors
    }()
}
