// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOHTTP1

/// Brings the two forms of a request that nobody behind it knows into the usual one.
///
/// A target that names a host (`GET http://name/path`) says to whom the request goes, whatever Host
/// says (RFC 9112, 3.2.2). An HTTP/1.0 client knows neither chunks nor lines that stay open: its
/// answer ends with the connection (RFC 9112, 6.1 and 9.3).
final class RequestForm: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// How many requests wait for the head of their answer.
    private var awaited = 0
    /// How many answers come before that to the HTTP/1.0 request, which is the last.
    private var untilLast: Int?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            return context.fireChannelRead(data)
        }
        if let (host, target) = RequestForm.parts(head.uri) {
            // Of two Host fields there must stay two: they are refused.
            if head.headers["Host"].count < 2 {
                head.headers.replaceOrAdd(name: "Host", value: host)
            }
            head.uri = target
        }
        if head.version.major == 0 || head.version == .http1_0 {
            head.headers.replaceOrAdd(name: "Connection", value: "close")
            if untilLast == nil { untilLast = awaited }
        }
        awaited += 1
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        awaited -= 1
        if untilLast == 0 {
            head.version = .http1_0
            head.headers.replaceOrAdd(name: "Connection", value: "close")
        }
        untilLast = untilLast.map { $0 - 1 }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// Host and path of a target; `nil` for the usual form, a path, and for `*`.
    ///
    /// What is neither names a host that nobody has.
    private static func parts(_ target: String) -> (host: String, target: String)? {
        guard !target.hasPrefix("/"), target != "*" else { return nil }
        guard let scheme = target.firstIndex(of: ":"), target[scheme...].hasPrefix("://") else {
            return ("", target)
        }
        let rest = target[target.index(scheme, offsetBy: 3)...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let path = String(rest[end...])
        return (String(rest[..<end]), path.hasPrefix("/") ? path : "/" + path)
    }
}
