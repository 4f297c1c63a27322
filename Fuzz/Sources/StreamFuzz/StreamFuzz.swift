// SPDX-License-Identifier: Apache-2.0
import DSMR
import FuzzSupport
import Pipeline

/// A byte stream, whole and in pieces: nothing is lost, nothing is forged, and the pieces make no difference.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStream(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let settings = input.byte()
    var cuts = Cuts(seed: input.byte(), input.byte())
    let script = StreamScript(&input)

    func read(_ reads: [Range<Int>], gaps: Bool = false) -> Account {
        let policy = OpeningPolicy(
            authentication: AuthenticationMode.allCases[Int(settings & 3) % 3],
            allowsPlaintext: settings & 4 != 0)
        let slots =
            settings & 8 == 0
            ? [StreamScript.key].compactMap { $0.flatMap { KeySlot(key: $0) } } : []
        var pipeline = TelegramPipeline(keys: slots, policy: policy)
        var account = Account()
        for range in reads {
            pipeline.read(script.stream.span.extracting(range)) { account.add($0, $1) }
            if gaps { pipeline.gap { account.add($0, $1) } }
        }
        pipeline.gap { account.add($0, $1) }
        precondition(account.covers(script.stream.count), "bytes are missing at the end")
        precondition(
            pipeline.pendingBytes == 0 && pipeline.pendingNoise == 0,
            "something waits behind the end")
        precondition(
            account.genuine.allSatisfy(script.sealed.contains),
            "a telegram was accepted that nobody sealed")
        return account
    }

    let whole = read([0..<script.stream.count])
    precondition(read(cuts.ranges(of: script.stream.count)) == whole, "the cuts made a difference")
    _ = read(cuts.ranges(of: script.stream.count), gaps: true)
    return 0
}
