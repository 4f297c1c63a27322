// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import Readings
import Simulation
import Testing

@testable import MeterChannel

/// A virtual meter, the content that reads it, and a clock that both follow.
protocol MeterBench {
    var meter: VirtualMeter { get set }
    var bench: ContentBench<MeterContent> { get set }
}

extension MeterBench {
    /// When the meter was made.
    static var start: UTCTime { UTCTime(seconds: 1_773_220_500) }

    /// The meter that most tests read.
    static func sample() throws -> VirtualMeter {
        try VirtualMeter(id: #require(MeterID("flat-1")), seed: 7, start: start)
    }

    /// A content that has the meter's key, with its port not open yet.
    static func bench(
        _ meter: VirtualMeter, id: String = "flat-1", claims: TitleClaims = TitleClaims(),
        _ change: (inout MeterSettings) throws -> Void = { _ in }
    ) throws -> ContentBench<MeterContent> {
        var settings = MeterSettings(
            id: try #require(MeterID(id)), port: "/dev/made-up",
            key: try EncryptionKey(hex: meter.keyHex))
        try change(&settings)
        return ContentBench(try #require(MeterContent(settings, claims: claims, now: .at())))
    }

    /// The meter that most tests read, and a content with its port open.
    static func linked() throws -> (VirtualMeter, ContentBench<MeterContent>) {
        let meter = try sample()
        var bench = try bench(meter)
        bench.link()
        return (meter, bench)
    }

    /// The next frame, a second after the one before.
    mutating func frame() throws -> [UInt8] {
        bench.pass(.seconds(1))
        return try meter.frame(at: bench.now.wall).bytes
    }

    /// What was told last of the meter.
    var status: ChannelStatus.Meter { bench.statuses.last?.meter ?? ChannelStatus.Meter() }

    /// The condition that was told last.
    var condition: Condition? { bench.statuses.last?.condition }
}
