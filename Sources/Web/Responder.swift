// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Readings
import Series

/// Finds the answer to a request: who asks, for what, and may they.
struct Responder: Sendable {
    /// What comes of a request.
    enum Reply: Sendable {
        case answer(Answer)
        case asset(Asset)
        case stream(LiveWatch)
        case export(SeriesQuestion)
    }

    let house: House
    let past: Past
    let assets: AssetLibrary
    let rule: HostRule
    let gate: TokenGate
    let ledger: ConnectionLedger

    /// Judges and answers; `client` and `here` are the two ends' addresses.
    func reply(to head: HTTPRequest, from client: String, at here: String?) async -> Reply {
        // The first one became the authority; RFC 9112 wants no second.
        guard !head.headerFields.contains(where: { $0.name == Responder.host }) else {
            return .answer(.problem(.badRequest, "\(RequestFault.twoHosts)"))
        }
        guard let authority = head.authority else {
            return .answer(.problem(.badRequest, "\(RequestFault.noHost)"))
        }
        guard rule.allows(authority, at: here) else {
            return .answer(
                .problem(
                    .misdirectedRequest,
                    "This name is not one of the gateway's; add it to http.hosts if it should be."))
        }
        let target = (head.path ?? "")[...]
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let route = Route(parts.first ?? "") else {
            return .answer(.problem(.notFound, "There is no such path."))
        }
        guard head.method == .get || head.method == .head else {
            return .answer(.readOnly)
        }
        if !route.isPublic, let refusal = refusal(head.headerFields[.authorization], client) {
            return .answer(refusal)
        }
        do {
            let query = try route.parameters.map { known throws(RequestFault) in
                try Query(parts.count > 1 ? parts[1] : nil, allowed: known)
            }
            return try await reply(to: route, query ?? Query())
        } catch let fault as RequestFault {
            return .answer(.problem(.badRequest, "\(fault)"))
        } catch let fault as HistoryFault {
            return .answer(.problem(fault.status, "\(fault)"))
        } catch {
            return .answer(.problem(.serviceUnavailable, "\(error)"))
        }
    }

    private func refusal(_ field: String?, _ client: String) -> Answer? {
        switch gate.check(field, from: client, now: .now) {
        case .granted: return nil
        case .missing, .wrong:
            var answer = Answer.problem(
                .unauthorized, "This gateway asks for its token: Authorization: Bearer TOKEN.")
            answer.headers[.wwwAuthenticate] = "Bearer realm=\"meter-gateway\""
            return answer
        case .tooMany(let wait):
            var answer = Answer.problem(
                .tooManyRequests, "There were too many wrong tokens; wait \(wait) s.")
            answer.headers[.retryAfter] = "\(wait)"
            return answer
        }
    }

    private func reply(to route: Route, _ query: Query) async throws -> Reply {
        switch route {
        case .file(let name):
            guard let asset = assets.asset(name) else {
                return .answer(.problem(.notFound, "There is no such path."))
            }
            return .asset(asset)
        case .stream:
            guard let watch = house.live.watch(limit: house.settings.limits.streams) else {
                // Whoever waits for a stream needs no connection meanwhile.
                var answer = Answer.problem(.serviceUnavailable, Refusal.streams)
                answer.headers[.connection] = "close"
                return .answer(answer)
            }
            return .stream(watch)
        case .export:
            guard let text = query["meter"] else { throw RequestFault.missing("meter") }
            guard let id = MeterID(text) else { throw RequestFault.notMeter("meter") }
            guard house.live.item(id) != nil else { return .answer(Responder.unknownMeter) }
            return .export(try SeriesQuestion(id, query, now: house.now))
        case .overview, .meters:
            let live = house.live.snapshot()
            let days = await house.days()
            var json = JSONWriter()
            if route == .overview {
                house.writeOverview(live, days, to: &json)
            } else {
                house.writeMeters(live, days, to: &json)
            }
            return .answer(.json(json.bytes))
        case .gateway:
            var json = JSONWriter()
            house.writeGateway(house.live.snapshot(), to: &json)
            return .answer(.json(json.bytes))
        case .meter(let id):
            guard let item = house.live.item(id) else { return .answer(Responder.unknownMeter) }
            var json = JSONWriter()
            let day = await house.days()[id]
            item.write(to: &json, day: day, withCurve: false, now: house.now)
            return .answer(.json(json.bytes))
        case .part(let part, let id):
            guard let item = house.live.item(id) else { return .answer(Responder.unknownMeter) }
            return .answer(try await answer(part, item, query))
        case .alive: return .answer(.text("ok\n"))
        case .ready: return .answer(readiness)
        case .metrics: return .answer(metrics)
        }
    }

    private static let host = HTTPField.Name("Host")
    private static let unknownMeter = Answer.problem(
        .notFound, "There is no meter or sensor of that id.")
}

// One meter.
extension Responder {
    private func answer(_ part: Route.Part, _ item: LiveItem, _ query: Query) async throws
        -> Answer
    {
        let id = item.profile.id
        switch part {
        case .latest:
            return item.latest == nil ? Answer(.noContent) : .json { item.writeLatest(to: &$0) }
        case .health:
            guard let health = item.health else { return Answer(.noContent) }
            return .json(health.record(house.now, item.latest?.received))
        case .telegram:
            guard let telegram = house.source.telegram(id) else { return Answer(.noContent) }
            var json = JSONWriter()
            telegram.write(to: &json)
            return .json(json.bytes)
        case .series:
            return .json(try await past.series(try SeriesQuestion(id, query, now: house.now)))
        case .gaps:
            let (from, to) = try query.stretch(now: house.now, usualSeconds: 90 * 86_400)
            return .json(try await past.gaps(id, from: from, to: to))
        case .epochs: return .json(try await past.epochs(id, item.latest))
        case .events:
            let limit = try query.number("limit", in: 1...1_000, default: 100)
            return .json(try await past.events(id, limit: limit))
        case .telegrams:
            return .json(try await past.telegrams(try TelegramQuestion(id, query)))
        }
    }
}

// Monitors.
extension Responder {
    private var readiness: Answer {
        let facts = house.source.facts()
        guard facts.store.isStoring else {
            return .problem(.serviceUnavailable, "The store does not store.")
        }
        guard facts.broker.isConnected else {
            return .problem(.serviceUnavailable, "The broker is not connected.")
        }
        return .text("ok\n")
    }

    private var metrics: Answer {
        let page = MetricsPage(
            live: house.live.snapshot(), facts: house.source.facts(), model: house.source.model,
            streams: house.live.watchers, connections: ledger.connections,
            rejections: ledger.rejections, wrongTokens: gate.failures)
        return Answer(.ok, MediaType.metrics, page.bytes)
    }
}

extension HistoryFault {
    /// Whose fault it is: the question's or the store's.
    fileprivate var status: HTTPResponse.Status {
        if case .unknownQuantity = self { .badRequest } else { .serviceUnavailable }
    }
}
