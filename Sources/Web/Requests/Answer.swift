// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOHTTPTypes
import Readings

/// A complete answer to a request.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var bytes: [UInt8]

    init(_ status: HTTPResponse.Status, _ mediaType: String? = nil, _ bytes: [UInt8] = []) {
        self.status = status
        self.bytes = bytes
        headers = SecurityHeaders.fields
        headers[.cacheControl] = "no-store"
        if let mediaType { headers[.contentType] = mediaType }
    }

    /// Status and headers as they go out.
    var head: HTTPResponse {
        var head = HTTPResponse(status: status, headerFields: headers)
        head.headerFields[.date] = HTTPDate.text(.now())
        // What has no body must not speak of its length, or clients wait for it.
        if status.kind != .informational, status != .noContent, status != .notModified {
            head.headerFields[.contentLength] = "\(bytes.count)"
        }
        return head
    }

    static func json(_ bytes: [UInt8]) -> Answer { Answer(.ok, MediaType.json, bytes) }

    static func json(_ body: (inout JSONWriter) -> Void) -> Answer {
        var json = JSONWriter()
        json.object(body)
        return .json(json.bytes)
    }

    static func text(_ text: String, _ mediaType: String = MediaType.text) -> Answer {
        Answer(.ok, mediaType, Array(text.utf8))
    }

    /// What becomes of any other method than GET and HEAD.
    static var readOnly: Answer {
        var answer = problem(.methodNotAllowed, "Everything here is read-only.")
        answer.headers[.allow] = "GET, HEAD"
        return answer
    }

    /// What went wrong, in the form of RFC 9457, with one sentence for people.
    static func problem(_ status: HTTPResponse.Status, _ detail: String) -> Answer {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.field("type", "about:blank")
            json.field("title", status.reasonPhrase)
            json.field("status", status.code)
            json.field("detail", detail)
        }
        var answer = Answer(status, MediaType.problem, json.bytes)
        if status == .serviceUnavailable { answer.headers[.retryAfter] = Refusal.retryAfter }
        return answer
    }
}
