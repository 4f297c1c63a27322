// SPDX-License-Identifier: Apache-2.0

/// The file `request/ID`, in which 0 and 1 stand for the level of the data-request line.
struct RequestFile {
    private let path: String
    private var seen = ""
    private var nextLook: Int64 = 0

    init(path: String) { self.path = path }

    /// The level, if it is time to look and another text than before stands there.
    mutating func change(now: Int64) -> Bool? {
        guard now >= nextLook else { return nil }
        nextLook = now + 100_000_000
        let text = StreetFiles.beginning(of: path).filter { $0 == "0" || $0 == "1" }
        guard text != seen else { return nil }
        seen = text
        return text == "0" || text == "1" ? text == "1" : nil
    }
}
