// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Holds a connection to its times, and answers what is no request.
///
/// At any moment at most one of the deadlines runs: for the head, the body, the next request; and
/// beside it one for a client that does not take what was written.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: WebLimits
    private let isRefused: Bool
    private var underway = 0
    private var isBodyOpen = false
    private var hasAnswerBegun = false
    private var isAnswerLast = false
    private var isStreaming = false
    private var isOver = false
    private var deadline: Scheduled<Void>?
    private var stall: Scheduled<Void>?

    /// Watches a connection; one that is refused is told so whatever it asks.
    init(_ limits: WebLimits, isRefused: Bool) {
        self.limits = limits
        self.isRefused = isRefused
    }

    func handlerAdded(context: ChannelHandlerContext) {
        allow(isRefused ? limits.refusalTime : limits.headTime, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        stall?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            if isRefused {
                let hasBody = head.method != .head
                return end(context, with: BusyPage.refusal(of: head), hasBody: hasBody)
            }
            guard (head.path ?? "").utf8.count <= limits.targetBytes else {
                return end(context, with: .problem(.uriTooLong, "The target is too long."))
            }
            let length = head.headerFields[.contentLength].flatMap { Int($0) } ?? 0
            guard length <= limits.bodyBytes else {
                return end(context, with: RequestWatch.tooLong)
            }
            underway += 1
            isBodyOpen = true
            allow(limits.bodyTime, context)
        case .body: break
        case .end:
            isBodyOpen = false
            deadline?.cancel()
            // The answer may have been quicker than the question.
            if underway == 0 { awaitRequest(context) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // A connection that had its last answer takes no other.
        guard !isOver else {
            promise?.succeed()
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            hasAnswerBegun = true
            isAnswerLast = head.headerFields[.connection] == "close"
            isStreaming = head.headerFields[.contentType] == EventStream.mediaType
        case .body: break
        case .end:
            hasAnswerBegun = false
            isStreaming = false
            underway -= 1
            if isAnswerLast {
                context.writeAndFlush(data, promise: promise)
                return depart(context)
            }
            if underway == 0, !isBodyOpen, !isOver { awaitRequest(context) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        if !context.channel.isWritable {
            stall = close(context.channel, after: limits.stallTime)
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A browser that leaves closes both ways; only the one is seen at once.
        if case .inputClosed? = event as? ChannelEvent, isStreaming {
            return context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isOver else { return }
        // What has an answer, or a part of one, gets no second.
        let isOpen = underway == 0 ? !isBodyOpen : underway == 1 && !hasAnswerBegun
        guard isOpen else { return context.close(promise: nil) }
        switch error {
        case HTTPParserError.headerOverflow:
            end(
                context,
                with: .problem(.requestHeaderFieldsTooLarge, "The header fields are too long."))
        case is RequestBudget.Exceeded:
            end(context, with: RequestWatch.tooLong)
        case HTTPParserError.invalidMethod where underway == 0 && hasMethod(context):
            end(context, with: .readOnly)
        case is ChannelError, is IOError: context.close(promise: nil)
        default: end(context, with: .problem(.badRequest, "This is no HTTP request."))
        }
    }

    private static let tooLong = Answer.problem(.contentTooLarge, "The request is too long.")

    /// Gives a last answer and closes.
    private func end(
        _ context: ChannelHandlerContext, with answer: Answer, hasBody: Bool = true
    ) {
        var answer = answer
        answer.headers[.connection] = "close"
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        if hasBody {
            context.write(wrapOutboundOut(.body(ByteBuffer(bytes: answer.bytes))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        depart(context)
    }

    /// Closes our side; the client has a moment to read, and whatever it still sends is thrown away.
    private func depart(_ context: ChannelHandlerContext) {
        isOver = true
        deadline?.cancel()
        context.close(mode: .output, promise: nil)
        deadline = close(context.channel, after: limits.refusalTime)
    }

    private func awaitRequest(_ context: ChannelHandlerContext) {
        budget(context)?.reset()
        allow(limits.idleTime, context)
    }

    private func hasMethod(_ context: ChannelHandlerContext) -> Bool {
        budget(context)?.hasMethod == true
    }

    private func budget(_ context: ChannelHandlerContext) -> RequestBudget? {
        try? context.pipeline.syncOperations.handler(type: RequestBudget.self)
    }

    private func allow(_ time: Duration, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = close(context.channel, after: time)
    }

    private func close(_ channel: any Channel, after time: Duration) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
    }
}
