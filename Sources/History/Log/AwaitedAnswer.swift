// SPDX-License-Identifier: Apache-2.0
import Locking

/// One answer to one who waits for it; the first that is given counts.
final class AwaitedAnswer<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case open
        case awaited(CheckedContinuation<Value, Never>)
        case given(Value)
        case done
    }

    private let state = Mutex(State.open)

    /// Whether nobody has answered yet.
    var isOpen: Bool {
        state.withLock { state in
            switch state {
            case .open, .awaited: true
            case .given, .done: false
            }
        }
    }

    /// Gives the answer, unless there is one.
    func give(_ value: Value) {
        let waiter: CheckedContinuation<Value, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .given(value)
                return nil
            case .awaited(let waiter):
                state = .done
                return waiter
            case .given, .done: return nil
            }
        }
        waiter?.resume(returning: value)
    }

    /// Waits for the answer; to be called once.
    func value() async -> Value {
        await withCheckedContinuation { waiter in
            let given: Value? = state.withLock { state in
                if case .given(let value) = state {
                    state = .done
                    return value
                }
                state = .awaited(waiter)
                return nil
            }
            if let given { waiter.resume(returning: given) }
        }
    }
}
