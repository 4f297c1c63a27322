// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

/// What a browser that opens the page is shown while there is no connection left: a few words, and
/// the order to ask again, which need neither a script nor another file.
///
/// It asks for ``again``: a refresh without an address would only look for the fragment that the
/// address may have, and never ask. `boot.js` puts the address right.
enum BusyPage {
    /// The page, as it is asked for after that.
    static let again = "/?again"

    /// The words in the languages of the page, in the order of its table; `#` stands for the seconds.
    static let texts: [(language: String, title: String, text: String)] = [
        (
            "en", "The gateway is busy",
            "It has no connection left for this page, which asks again in # seconds."
        ),
        (
            "de", "Das Gateway ist beschäftigt",
            "Es hat keine Verbindung mehr für diese Seite frei; sie fragt in # Sekunden erneut."
        ),
        (
            "fr", "La passerelle est occupée",
            "Elle n’a plus de connexion libre pour cette page, qui réessaie dans # secondes."
        ),
        (
            "lb", "De Gateway ass beschäftegt",
            "E huet keng Verbindung méi fräi fir dës Säit; si freet an # Sekonnen nach eng Kéier."
        ),
    ]

    /// The answer to a request that was refused for want of a connection: this page for a browser that
    /// opens ours, a problem for everybody else.
    static func refusal(of head: HTTPRequest) -> Answer {
        guard isOpening(head) else { return .problem(.serviceUnavailable, Refusal.connections) }
        let wished = AcceptedLanguage.first(
            of: texts.map(\.language), in: head.headerFields[.acceptLanguage])
        let words = texts.first { $0.language == wished } ?? texts[0]
        var answer = Answer(
            .serviceUnavailable, MediaType.ofFile("busy.html"), Array(html(words).utf8))
        answer.headers[.retryAfter] = Refusal.retryAfter
        answer.headers[.contentLanguage] = words.language
        answer.headers[.vary] = "Accept, Accept-Language"
        return answer
    }

    /// Whether a browser asks for the page itself, and not for a part of it.
    private static func isOpening(_ head: HTTPRequest) -> Bool {
        guard head.method == .get || head.method == .head else { return false }
        let path = (head.path ?? "").split(separator: "?", omittingEmptySubsequences: false).first
        guard case .file("index.html") = Route(path ?? "") else { return false }
        return (head.headerFields[.accept] ?? "").lowercased().split(separator: ",").contains {
            part in
            part.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" } == "text/html"
        }
    }

    private static func html(_ words: (language: String, title: String, text: String)) -> String {
        let text = words.text.split(separator: "#").joined(separator: Refusal.retryAfter)
        return """
            <!doctype html>
            <html lang="\(words.language)">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <meta http-equiv="refresh" content="\(Refusal.retryAfter); url=\(again)">
              <link rel="icon" href="data:,">
              <title>\(words.title)</title>
            </head>
            <body>
              <h1>\(words.title)</h1>
              <p>\(text)</p>
            </body>
            </html>

            """
    }
}
