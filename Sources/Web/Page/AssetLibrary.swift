// SPDX-License-Identifier: Apache-2.0
import CWebAssets
import Glibc
import Locking

/// The files of the page: those compiled in, and the chart library where Debian installs it.
///
/// A name is looked up in a list; no part of a URL ever becomes a path. A file is made ready when
/// it is first asked for and kept.
final class AssetLibrary: Sendable {
    /// Debian's libjs-dygraphs; the page does without charts where it is not installed.
    private static let installed = [
        "dygraph.min.js": "/usr/share/javascript/dygraphs/dygraph.min.js",
        "dygraph.css": "/usr/share/javascript/dygraphs/dygraph.min.css",
    ]

    private let indices: [String: Int]
    private let ready = Mutex<[String: Asset]>([:])

    init() {
        var indices: [String: Int] = [:]
        for index in 0..<web_asset_count() {
            indices[unsafe String(cString: web_asset_at(index).name)] = index
        }
        self.indices = indices
    }

    /// The names of the files that are compiled in.
    var names: [String] { Array(indices.keys) }

    /// A file by its name; `nil` if there is none of that name.
    func asset(_ name: String) -> Asset? {
        #if DEBUG
            // For work on the page: the files as they are now.
            if let folder = unsafe getenv("METER_GATEWAY_ASSETS"), indices[name] != nil,
                let bytes = AssetLibrary.read(unsafe String(cString: folder) + "/" + name)
            {
                return Asset(name, bytes)
            }
        #endif
        if let asset = ready.withLock({ $0[name] }) { return asset }
        guard let bytes = bytes(name) else { return nil }
        let asset = Asset(name, bytes)
        ready.withLock { $0[name] = asset }
        return asset
    }

    private func bytes(_ name: String) -> [UInt8]? {
        if let path = AssetLibrary.installed[name] { return AssetLibrary.read(path) }
        guard let index = indices[name] else { return nil }
        let text = unsafe web_asset_at(index).text
        return unsafe Array(
            UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    /// The bytes of a file, at most 1 MiB; `nil` if it cannot be read.
    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= 1 << 20 {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += chunk[..<count]
        }
        return nil
    }
}
