// SPDX-License-Identifier: Apache-2.0
import Foundation
public import Readings

/// A mail with a text, the same as a page, and the pictures that the page shows.
///
///     multipart/related
///     ├ multipart/alternative
///     │ ├ text/plain
///     │ └ text/html
///     └ image/png, one for each picture
public struct MailMessage: Sendable {
    private let from: String
    /// What the mail's own names end with.
    private let domain: String
    private let to: [String]
    private let subject: String
    private let identifier: String
    /// When it was made.
    let date: UTCTime
    private let text: String
    private let page: String
    private let pictures: [InlinePicture]

    /// Puts it together.
    ///
    /// Addresses are used as they are and must be checked; `identifier` tells one mail from
    /// another, by letters, digits, points and hyphens, and is the same when it is sent again.
    /// `page` is told the addresses of the pictures, in order: `cid:0.report-1@example.org`.
    public init(
        from: String, to: [String], subject: String, identifier: String, date: UTCTime,
        text: String, pictures: [InlinePicture], page: (_ addresses: [String]) -> String
    ) {
        let own = from.split(separator: "@").last.map(String.init) ?? "localhost"
        domain = own
        self.from = from
        self.to = to
        self.subject = subject
        self.identifier = identifier
        self.date = date
        self.text = text
        self.pictures = pictures
        self.page = page(
            pictures.indices.map { "cid:\(MailMessage.contentID($0, identifier, own))" })
    }

    /// The mail as a program like sendmail takes it: lines end with a line feed.
    public func encoded() -> [UInt8] {
        let outer = "=_\(identifier)-1"
        let inner = "=_\(identifier)-2"
        var lines = [
            "From: \(from)", "To: \(MailMessage.folded(to))",
            "Subject: \(MailMessage.header(subject, after: "Subject: ".count))",
            "Date: \(MailMessage.date(date))", "Message-ID: <\(identifier)@\(domain)>",
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: multipart/related; type=\"multipart/alternative\";",
            " boundary=\"\(outer)\"", "", "--\(outer)",
            "Content-Type: multipart/alternative;", " boundary=\"\(inner)\"", "",
        ]
        for (kind, body) in [("plain", text), ("html", page)] {
            lines += [
                "--\(inner)", "Content-Type: text/\(kind); charset=utf-8",
                "Content-Transfer-Encoding: base64", "", MailMessage.base64(Data(body.utf8)), "",
            ]
        }
        lines += ["--\(inner)--", ""]
        for (index, picture) in pictures.enumerated() {
            lines += [
                "--\(outer)", "Content-Type: image/png", "Content-Transfer-Encoding: base64",
                "Content-ID: <\(MailMessage.contentID(index, identifier, domain))>",
                "Content-Disposition: inline; filename=\"\(picture.fileName)\"", "",
                MailMessage.base64(picture.png), "",
            ]
        }
        lines += ["--\(outer)--", ""]
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// The name of a picture, one in the world as that of the mail is (RFC 2392).
    private static func contentID(_ index: Int, _ identifier: String, _ domain: String) -> String {
        "\(index).\(identifier)@\(domain)"
    }

    // MARK: Encoding

    /// Text in ASCII as it is, any other as encoded words (RFC 2047) of at most 75 characters.
    static func header(_ text: String, after: Int) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) }
        if isPlain, text.count + after <= 76, !text.contains("=?") { return text }
        var words: [String] = []
        var bytes: [UInt8] = []
        // 45 bytes are 60 characters of base64; `=?UTF-8?B?` and `?=` add 12.
        for character in text {
            let next = Array(String(character).utf8)
            if bytes.count + next.count > 39 {
                words.append(word(bytes))
                bytes = []
            }
            bytes += next
        }
        if !bytes.isEmpty { words.append(word(bytes)) }
        return words.joined(separator: "\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?UTF-8?B?\(Data(bytes).base64EncodedString())?="
    }

    private static func folded(_ addresses: [String]) -> String {
        addresses.joined(separator: ",\n ")
    }

    private static func base64(_ bytes: Data) -> String {
        bytes.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
    }

    /// A date as RFC 5322 has it, in UTC.
    static func date(_ time: UTCTime) -> String {
        let days = Int((time.seconds - (time.seconds % 86_400 + 86_400) % 86_400) / 86_400)
        let date = UTCTime.date(days: days)
        let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][(days % 7 + 10) % 7]
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][(date.month + 11) % 12]
        let clock = "\(time)".dropFirst(11).prefix(8)
        return "\(weekday), \(date.day) \(month) \(date.year) \(clock) +0000"
    }
}
