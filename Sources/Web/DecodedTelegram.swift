// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A telegram taken apart, line by line.
public struct DecodedTelegram: Sendable {
    /// One data object.
    public struct Line: Sendable {
        /// Its code, `1-0:1.8.0`.
        public var code: String
        /// Its values as sent, without their parentheses.
        public var values: [String]
        /// The reading that it becomes; `nil` for codes nobody knows.
        public var name: String?
        /// What it means, in one sentence.
        public var meaning: String?
        /// The unit as people write it.
        public var unit: String?
        /// What the reading says.
        public var value: ReadingValue?

        /// Puts a line together; what is not known is added afterwards.
        public init(code: String, values: [String]) {
            self.code = code
            self.values = values
        }
    }

    /// When it was received, by whom and how proved.
    public var latest: LatestReadings
    /// Its first line.
    public var header: String
    /// `valid`, `wrong` or `absent`.
    public var checksum: String
    /// The meter's number.
    public var identity: String?
    /// Its lines in order.
    public var lines: [Line]

    /// Puts it together.
    public init(
        latest: LatestReadings, header: String, checksum: String, identity: String?, lines: [Line]
    ) {
        self.latest = latest
        self.header = header
        self.checksum = checksum
        self.identity = identity
        self.lines = lines
    }
}
