// SPDX-License-Identifier: Apache-2.0

extension Telegram {
    /// Takes apart a text that was taken apart before: that of an accepted telegram.
    ///
    /// `false` for one that could not have been accepted. `winterOffset` is the seconds that local
    /// standard time is ahead of UTC.
    public mutating func takeApart(_ bytes: [UInt8], winterOffset: Int64 = 3_600) -> Bool {
        let count = min(bytes.count, text.count)
        text.replaceSubrange(0..<count, with: bytes[..<count])
        guard let envelope = TelegramEnvelope(text.span.extracting(first: count)) else {
            return false
        }
        return TelegramParser.parse(
            &self, count: count, envelope: envelope, winterOffset: winterOffset)
    }
}
