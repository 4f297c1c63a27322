// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import History
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import NIOPosix
import Readings
import TestSupport
import Testing

@testable import Web

/// What a client is told that asks for the head only.
@Suite struct HeadTests {
    @Test func `H11 the heads of streams leave nothing behind on a connection that stays`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try await TestedStore(folder.path)
        let live = LiveModel()
        let exchange = Exchange(WebSettings(), live: live, store: store)
        let socket = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let channel = WatchedChannel(socket)
        for _ in 0..<100 {
            let (outbound, sink) = NIOAsyncChannelOutboundWriter<HTTPResponsePart>
                .makeTestingWriter()
            let head = HTTPRequest(
                method: .head, scheme: nil, authority: "localhost", path: "/api/v1/stream")
            try await exchange.serve(
                Request(head: head, body: RequestBody(buffer: ByteBuffer())),
                ResponseWriter(outbound: outbound), channel)
            var parts = sink.makeAsyncIterator()
            guard case .head(let answer)? = await parts.next() else {
                Issue.record("no head")
                break
            }
            #expect(answer.status == .ok)
            #expect(answer.headerFields[.contentType] == "text/event-stream")
        }
        #expect(channel.timesAsked == 0)
        #expect(live.watchers == 0)
        try await socket.close()
        await store.log.stop()
    }
}

extension Exchange {
    /// What a server with these settings answers by.
    fileprivate init(_ settings: WebSettings, live: LiveModel, store: TestedStore) {
        let source = HouseSource()
        let reader = store.reader
        self.init(
            responder: Responder(
                house: House(live: live, source: source, book: DayBook(reader), settings: settings),
                past: Past(
                    reader: reader, source: source, questionTime: settings.limits.questionTime),
                assets: AssetLibrary(), rule: HostRule(settings),
                gate: TokenGate(settings.access) { _ in },
                ledger: ConnectionLedger(settings.limits)),
            limits: settings.limits)
    }
}
