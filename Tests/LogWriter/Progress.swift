// SPDX-License-Identifier: Apache-2.0
import Glibc
import History
import Locking
import Readings

/// Writes a line for each committed telegram; telegrams of a meter are dealt with in the order in which they were appended.
final class Progress: Sendable {
    private let waiting = Mutex<[MeterID: [UInt32]]>([:])

    func expect(_ meter: MeterID, _ counter: UInt32) {
        waiting.withLock { $0[meter, default: []].append(counter) }
    }

    func take(_ event: StoreEvent) {
        switch event {
        case .stored(let meter, _):
            guard let counter = next(meter) else { return }
            let line = Array("\(meter) \(counter)\n".utf8)
            _ = unsafe write(STDOUT_FILENO, line, line.count)
        case .repeated(let meter, _): _ = next(meter)
        default: break
        }
    }

    private func next(_ meter: MeterID) -> UInt32? {
        waiting.withLock { waiting in
            guard waiting[meter]?.isEmpty == false else { return nil }
            return waiting[meter]?.removeFirst()
        }
    }
}
