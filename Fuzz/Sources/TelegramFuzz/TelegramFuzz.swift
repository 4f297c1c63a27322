// SPDX-License-Identifier: Apache-2.0
import DSMR
import FuzzSupport
import Pipeline
import Readings

/// The text of a telegram: read as it is, and once more as the lines of a telegram whose checksum is right.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTelegram(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let bytes = input.remainder()
    guard bytes.count <= 16_000 else { return -1 }
    parse(bytes)

    let text = StreamScript.telegram(lines: bytes)
    parse(text)
    var account = Account()
    var pipeline = TelegramPipeline()
    pipeline.read(text.span) { account.add($0, $1) }
    pipeline.gap { account.add($0, $1) }
    precondition(account.covers(text.count), "bytes are missing at the end")
    return 0
}

/// Parses a text and looks at all that comes of it.
private func parse(_ bytes: [UInt8]) {
    var telegram = Telegram()
    guard telegram.takeApart(bytes) else { return }
    var end = 0
    for object in telegram.objects {
        let code = telegram.codeBytes(of: object)
        precondition(
            code.startIndex >= end && code.endIndex <= bytes.count,
            "a code stands outside the telegram")
        end = code.endIndex
        for value in telegram.values(of: object) {
            let sent = telegram.bytes(of: value)
            precondition(
                sent.startIndex >= end && sent.endIndex <= bytes.count,
                "a value stands outside its line")
            end = sent.endIndex
            _ = value.number.map(\.description)
        }
    }
    precondition(
        telegram.faults.allSatisfy { (0..<bytes.count).contains($0.offset) },
        "a fault stands outside")
    _ = ReadingList(telegram)
    _ = telegram.identity
    _ = telegram.version
}
