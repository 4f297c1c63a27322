// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import MeterChannel

/// Passes on what the telegram log has to say to those who were made after it.
final class StoreEvents: Sendable {
    private struct Actions {
        var onTelegram: (@Sendable () -> Void)?
        var onEvent: (@Sendable (MeterEvent) -> Void)?
        var onChange: (@Sendable () -> Void)?
        var onEachMeter: (@Sendable (MeterEvent.Kind) -> Void)?
    }

    private let actions = Mutex(Actions())

    /// Sets what to do when there is a telegram to fetch.
    func onTelegram(_ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0.onTelegram = action }
    }

    /// Sets what to do with an event of a meter: frames that turn out to be missing, another key,
    /// another meter.
    func onEvent(_ action: @escaping @Sendable (MeterEvent) -> Void) {
        actions.withLock { $0.onEvent = action }
    }

    /// Sets what to do when the log's state changes.
    func onChange(_ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0.onChange = action }
    }

    /// Sets what to do with what concerns each meter: a last run that did not end by itself, a
    /// database that is damaged.
    ///
    /// It happens to the meters that `summary` knows at that time.
    func onEachMeter(
        of summary: GatewaySummary, _ action: @escaping @Sendable (MeterEvent) -> Void
    ) {
        let onEachMeter: @Sendable (MeterEvent.Kind) -> Void = { kind in
            let now = Moment.now().wall
            for meter in summary.enabledMeters {
                action(MeterEvent(meter: meter, kind: kind, time: now))
            }
        }
        actions.withLock { $0.onEachMeter = onEachMeter }
    }

    /// Says that what the gateway's health shows of the log, or of its sink, is different now.
    func changed() { actions.withLock { $0.onChange }?() }

    /// Takes an event on the log's own queue.
    func take(_ event: StoreEvent) {
        let actions = actions.withLock { $0 }
        switch event {
        case .kept: actions.onTelegram?()
        case .gap(let gap): actions.onEvent?(MeterEvent(gap))
        case .epochChanged(let change): actions.onEvent?(MeterEvent(change))
        case .recovered:
            // While saved rows came in, nothing new was given out, to keep the order.
            actions.onTelegram?()
            actions.onChange?()
        case .changed:
            // What can be given out may be different now.
            actions.onTelegram?()
            actions.onChange?()
        case .setAside, .floorRebuilt: actions.onChange?()
        case .uncleanStart: actions.onEachMeter?(.uncleanStart)
        case .checkFailed: actions.onEachMeter?(.checkFailed)
        // What is stored is given out in the same go, which wakes whoever sends it.
        case .stored, .repeated: break
        }
    }
}
