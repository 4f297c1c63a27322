// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// The recorded and made test vectors, which lie beside the package or where METER_VECTORS says.
public enum TestVectors {
    private struct Index<Vector: Decodable>: Decodable { let vectors: [Vector] }

    /// The folder; it need not be there.
    public static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["METER_VECTORS"] {
            return URL(filePath: path)
        }
        let package = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appending(path: "shared/vectors")
    }()

    /// The list of them, as JSON; none, and a line that says so, when the folder is not there.
    public static let index: Data? = {
        let index = try? Data(contentsOf: folder.appending(path: "index.json"))
        if index == nil {
            print("no test vectors in \(folder.path()): set METER_VECTORS to their folder")
        }
        return index
    }()

    /// The vectors, as a test reads them: entries of the index's one list.
    public static func all<Vector: Decodable>(_: Vector.Type = Vector.self) -> [Vector] {
        guard let index else { return [] }
        return (try? JSONDecoder().decode(Index<Vector>.self, from: index))?.vectors ?? []
    }
}
