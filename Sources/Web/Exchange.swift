// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import History
import HummingbirdCore
import NIOCore
import Series

/// Carries one request to the responder and its reply back to the client.
struct Exchange: Sendable {
    let responder: Responder
    let limits: WebLimits

    /// What Hummingbird calls for each request.
    @concurrent func serve(
        _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
    ) async throws {
        let head = request.head
        let reply = await responder.reply(
            to: head, from: channel.remoteAddress?.ipAddress ?? "",
            at: channel.localAddress?.ipAddress)
        switch reply {
        case .answer(let answer): try await send(tagged(answer, head), head, writer)
        case .asset(let asset): try await send(self.answer(asset, head), head, writer)
        case .stream(let watch):
            defer { responder.house.live.leave(watch) }
            guard head.method == .get else {
                return try await finish(Self.openHead(EventStream.mediaType), writer)
            }
            // After a stream a connection ends, so at most one of these waits at each.
            channel.closeFuture.whenComplete { _ in watch.signal.finish() }
            try await stream(watch, writer, channel.eventLoop)
        case .export(let question): try await export(question, head, writer)
        }
    }

    @concurrent private func send(
        _ answer: Answer, _ head: HTTPRequest, _ writer: consuming ResponseWriter
    ) async throws {
        guard head.method != .head, !answer.bytes.isEmpty else {
            return try await finish(answer.head, writer)
        }
        try await writer.write(
            response: answer.head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes)))
    }

    @concurrent private func finish(_ head: HTTPResponse, _ writer: consuming ResponseWriter)
        async throws
    {
        try await writer.writeResponse(head)
    }

    /// The answer with its tag, or only the tag where the client has it already; compressed where
    /// that is understood.
    private func tagged(_ answer: Answer, _ head: HTTPRequest) -> Answer {
        guard answer.status == .ok else { return answer }
        let tag = EntityTag(answer.bytes)
        var answer = answer
        answer.headers[.eTag] = tag.text
        answer.headers[.vary] = "Accept-Encoding"
        if tag.isNamed(in: head.headerFields[.ifNoneMatch]) { return answer.notModified }
        if GZIP.isAccepted(head.headerFields[.acceptEncoding]),
            let compressed = GZIP.compress(answer.bytes)
        {
            answer.bytes = compressed
            answer.headers[.contentEncoding] = "gzip"
        }
        return answer
    }

    private func answer(_ asset: Asset, _ head: HTTPRequest) -> Answer {
        var answer = Answer(.ok, asset.mediaType)
        answer.headers[.cacheControl] = "no-cache"
        answer.headers[.eTag] = asset.tag.text
        answer.headers[.vary] = "Accept-Encoding"
        if asset.tag.isNamed(in: head.headerFields[.ifNoneMatch]) { return answer.notModified }
        if let compressed = asset.compressed, GZIP.isAccepted(head.headerFields[.acceptEncoding]) {
            answer.bytes = compressed
            answer.headers[.contentEncoding] = "gzip"
        } else {
            answer.bytes = asset.bytes
        }
        return answer
    }
}

// What has no length that is known before.
extension Exchange {
    @concurrent private func stream(
        _ watch: LiveWatch, _ writer: consuming ResponseWriter, _ eventLoop: any EventLoop
    ) async throws {
        var body: any ResponseBodyWriter = try await writer.writeHead(
            Self.openHead(EventStream.mediaType))
        let stream = EventStream(
            house: responder.house, watch: watch, pause: limits.streamPause, eventLoop: eventLoop)
        try await stream.run(&body)
        try await body.finish(nil)
    }

    @concurrent private func export(
        _ question: SeriesQuestion, _ head: HTTPRequest, _ writer: consuming ResponseWriter
    ) async throws {
        var pieces: ExportPieces
        do { pieces = try await responder.past.export(question) } catch {
            return try await send(.problem(.serviceUnavailable, "\(error)"), head, writer)
        }
        var response = Self.openHead(MediaType.csv)
        response.headerFields[.contentDisposition] =
            "attachment; filename=\"\(question.id)-\(question.resolution.rawValue).csv\""
        response.headerFields[.vary] = "Accept-Encoding"
        let gzip =
            GZIP.isAccepted(head.headerFields[.acceptEncoding]) ? GZIPStream() : nil
        if gzip != nil { response.headerFields[.contentEncoding] = "gzip" }
        guard head.method == .get else { return try await finish(response, writer) }
        var body: any ResponseBodyWriter = try await writer.writeHead(response)
        var isOver = false
        while !isOver {
            let (piece, rest) = try await responder.past.next(pieces)
            pieces = rest
            isOver = piece == nil
            // A stretch without rows still has its columns.
            let text = piece ?? (pieces.count == 0 ? pieces.head : [])
            var bytes = gzip?.add(text) ?? text
            if isOver, let gzip { bytes += gzip.end() }
            if !bytes.isEmpty { try await body.write(ByteBuffer(bytes: bytes)) }
        }
        try await body.finish(nil)
    }

    /// The head of an answer that is written as it comes.
    private static func openHead(_ mediaType: String) -> HTTPResponse {
        let answer = Answer(.ok, mediaType)
        var head = answer.head
        head.headerFields[.contentLength] = nil
        return head
    }
}

extension Answer {
    /// Only the head, for a client that has the rest.
    fileprivate var notModified: Answer {
        var answer = self
        answer.status = .notModified
        answer.bytes = []
        answer.headers[.contentType] = nil
        return answer
    }
}
