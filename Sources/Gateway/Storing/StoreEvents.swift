// SPDX-License-Identifier: Apache-2.0
import History
import Locking

/// Passes on what the telegram log has to say to those who were made after it.
final class StoreEvents: Sendable {
    private struct Actions {
        var onTelegram: (@Sendable () -> Void)?
        var onGap: (@Sendable (TelegramGap) -> Void)?
        var onChange: (@Sendable () -> Void)?
    }

    private let actions = Mutex(Actions())

    /// Sets what to do when there is a telegram to fetch.
    func onTelegram(_ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0.onTelegram = action }
    }

    /// Sets what to do when frames turn out to be missing.
    func onGap(_ action: @escaping @Sendable (TelegramGap) -> Void) {
        actions.withLock { $0.onGap = action }
    }

    /// Sets what to do when the log's state changes.
    func onChange(_ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0.onChange = action }
    }

    /// Takes an event on the log's own queue.
    func take(_ event: StoreEvent) {
        let actions = actions.withLock { $0 }
        switch event {
        case .stored, .kept: actions.onTelegram?()
        case .gap(let gap): actions.onGap?(gap)
        case .recovered:
            // While saved rows came in, nothing new was given out, to keep the order.
            actions.onTelegram?()
            actions.onChange?()
        case .changed, .setAside, .floorRebuilt: actions.onChange?()
        case .repeated, .uncleanStart: break
        }
    }
}
