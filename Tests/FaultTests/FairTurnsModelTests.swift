// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

@testable import Gateway
@testable import History

/// Whose telegram goes next, against a model that counts all lanes anew each time.
@Suite struct FairTurnsModelTests {
    @Test(arguments: [1, 3, 30])
    func `random actions do to the turns what they do to a plain model`(meters: Int) throws {
        for seed in 0..<100 {
            var walk = try TurnsWalk(
                meters: meters, window: [1, 4, 20][seed % 3], seed: UInt64(seed))
            for _ in 0..<300 { walk.step() }
        }
    }
}

/// One list of random actions, done to the turns and to the model.
private struct TurnsWalk {
    private let seed: UInt64
    private let meters: [MeterID]
    private var generator: SeededGenerator
    private var turns: FairTurns
    private var model: PlainTurns
    private var token: UInt64 = 0

    init(meters: Int, window: Int, seed: UInt64) throws {
        self.seed = seed
        self.meters = try (0..<meters).map { try #require(MeterID("m\($0)")) }
        generator = SeededGenerator(seed: seed)
        turns = FairTurns(window: window)
        model = PlainTurns(window: window)
    }

    mutating func step() {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<25: add()
        case 25..<60: send()
        case 60..<85:
            let token = anyToken()
            let (isOurs, isModels) = (turns.settled(token), model.settled(token))
            #expect(isOurs == isModels, "seed \(seed)")
        case 85..<90:
            let token = anyToken()
            turns.putBack(token)
            model.putBack(token)
        case 90..<96:
            let token = anyToken()
            let (isNews, isModels) = (turns.hold(token), model.hold(token))
            #expect(isNews == isModels, "seed \(seed)")
        default:
            let known = meters.filter { _ in Bool.random(using: &generator) }
            turns.configure(known)
            model.configure(known)
        }
        #expect(turns.inFlight == model.inFlight, "seed \(seed)")
        #expect(turns.held == model.held, "seed \(seed)")
        #expect(turns.busy == model.busy, "seed \(seed)")
    }

    /// A few telegrams of one meter.
    private mutating func add() {
        guard let meter = meters.randomElement(using: &generator) else { return }
        let deliveries = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            token += 1
            return Delivery(
                token: token, id: nil,
                record: TelegramRecord(
                    meter: meter, origin: .clear, checksum: .absent, isEncrypted: false,
                    meterTime: nil, received: UTCTime(seconds: 0), body: []),
                isFromEarlierRun: false)
        }
        turns.add(deliveries)
        model.add(deliveries)
    }

    /// As many as may go; those of which the token is divided may not.
    private mutating func send() {
        let divisor = UInt64.random(in: 2...5, using: &generator)
        let most = Int.random(in: 1...25, using: &generator)
        for _ in 0..<most {
            var (asked, askedOfModel): ([UInt64], [UInt64]) = ([], [])
            let next = turns.next { delivery in
                asked.append(delivery.token)
                return delivery.token % divisor > 0
            }
            let expected = model.next { delivery in
                askedOfModel.append(delivery.token)
                return delivery.token % divisor > 0
            }
            #expect(next?.token == expected?.token, "seed \(seed)")
            #expect(asked == askedOfModel, "seed \(seed)")
            if expected == nil { return }
        }
    }

    /// Mostly one on its way, else any.
    private mutating func anyToken() -> UInt64 {
        let underway = model.underway
        guard Int.random(in: 0..<10, using: &generator) > 0, !underway.isEmpty else {
            return UInt64.random(in: 0...token, using: &generator)
        }
        return underway[Int.random(in: 0..<underway.count, using: &generator)]
    }
}
