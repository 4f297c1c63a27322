// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A name in a directory whose coming or going concerns a path.
public struct WatchedPlace: Hashable, Sendable {
    /// The directory, which existed when this was found out.
    let directory: String
    /// The next step of the path from there.
    let name: String

    /// As many links as the kernel follows.
    private static let mostLinks = 40

    /// Has `arm` watch the places that concern a path.
    public static func follow(_ path: String, _ arm: ([WatchedPlace]) -> Void) {
        // A directory may be made between looking and watching, so look again; each round goes at
        // least one level further, and the retry covers a tree that changes faster than that.
        for _ in 0..<16 {
            let places = all(for: path)
            arm(places)
            if all(for: path) == places { return }
        }
    }

    /// The places that concern a path: its own, and those along its symbolic links.
    static func all(for path: String) -> [WatchedPlace] {
        var places: [WatchedPlace] = []
        var path = path
        for _ in 0..<mostLinks {
            let place = nearest(to: path)
            places.append(place)
            guard place.directory == parent(of: path).directory, let target = Device.link(path)
            else { break }
            path = target.hasPrefix("/") ? target : "\(place.directory)/\(target)"
        }
        return places
    }

    /// The nearest directory above a path that exists, and the step to take from it.
    private static func nearest(to path: String) -> WatchedPlace {
        var place = parent(of: path)
        while place.directory != "/", place.directory != ".", !isDirectory(place.directory) {
            place = parent(of: place.directory)
        }
        return place
    }

    private static func parent(of path: String) -> WatchedPlace {
        guard let slash = path.lastIndex(of: "/") else {
            return WatchedPlace(directory: ".", name: path)
        }
        let name = String(path[path.index(after: slash)...])
        let directory = String(path[..<slash])
        return WatchedPlace(directory: directory.isEmpty ? "/" : directory, name: name)
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
