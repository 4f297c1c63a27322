// SPDX-License-Identifier: Apache-2.0
import Locking
public import Readings

/// The newest of everything, for pages, programs and Prometheus.
///
/// It holds one value of each kind for each meter, so it never grows, and whoever falls behind finds
/// the newest: nothing waits for a reader. While nobody watches, a change costs one assignment.
public final class LiveModel: Sendable {
    private struct State {
        var order: [MeterID] = []
        var items: [MeterID: LiveItem] = [:]
        var version: UInt64 = 0
        var gatewayVersion: UInt64 = 0
        var configurationVersion: UInt64 = 0
        var watchers: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var nextWatcher: UInt64 = 0
        var isOver = false
    }

    private let state = Mutex(State())

    /// Nothing is known yet.
    public init() {}

    /// Takes over which meters and sensors there are, in the order in which they are shown; of one that
    /// has become the other of the two, nothing is known.
    public func configure(_ profiles: [MeterProfile]) {
        change { state in
            if state.order.compactMap({ state.items[$0]?.profile }) != profiles {
                state.configurationVersion = state.version
            }
            state.order = profiles.map(\.id)
            var items: [MeterID: LiveItem] = [:]
            for profile in profiles {
                let known = state.items[profile.id].flatMap { item in
                    item.profile.kind == profile.kind ? item : nil
                }
                var item = known ?? LiveItem(profile: profile)
                item.profile = profile
                item.version = state.version
                items[profile.id] = item
            }
            state.items = items
            state.gatewayVersion = state.version
        }
    }

    /// Takes what a meter or sensor said.
    public func take(_ latest: LatestReadings, of id: MeterID) {
        change { state in
            state.items[id]?.take(latest)
            state.items[id]?.version = state.version
        }
    }

    /// Takes how a meter or sensor is.
    public func take(_ health: ChannelHealth, of id: MeterID, now: UTCTime) {
        change { state in
            guard var item = state.items[id] else { return }
            if item.isAvailable != (health.isAvailable && item.profile.isEnabled) {
                state.gatewayVersion = state.version
            }
            item.health = health
            item.missed.take(health.missed, at: now)
            item.version = state.version
            item.healthVersion = state.version
            state.items[id] = item
        }
    }

    /// Says that the gateway itself changed: broker, store, number of meters.
    public func gatewayChanged() {
        change { $0.gatewayVersion = $0.version }
    }

    /// Wakes all who watch, so that they say something.
    func beat() {
        for watcher in state.withLock({ Array($0.watchers.values) }) { watcher.yield() }
    }

    /// Ends all streams.
    func end() {
        let watchers = state.withLock { state in
            state.isOver = true
            defer { state.watchers = [:] }
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.finish() }
    }

    private func change(_ body: (inout State) -> Void) {
        let watchers = state.withLock { state in
            state.version += 1
            body(&state)
            return state.watchers.isEmpty ? [] : Array(state.watchers.values)
        }
        for watcher in watchers { watcher.yield() }
    }
}

// The readers' side.
extension LiveModel {
    /// Everything as it is now.
    func snapshot() -> LiveSnapshot {
        state.withLock { state in
            LiveSnapshot(
                items: state.order.compactMap { state.items[$0] }, version: state.version,
                gatewayVersion: state.gatewayVersion,
                configurationVersion: state.configurationVersion)
        }
    }

    /// One meter or sensor; `nil` if there is none of that name.
    func item(_ id: MeterID) -> LiveItem? { state.withLock { $0.items[id] } }

    /// How many watch.
    var watchers: Int { state.withLock { $0.watchers.count } }

    /// Begins to watch, if fewer than `limit` do.
    func watch(limit: Int) -> LiveWatch? {
        let (signals, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number: UInt64? = state.withLock { state in
            guard !state.isOver, state.watchers.count < limit else { return nil }
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = signal
            return state.nextWatcher
        }
        return number.map { LiveWatch(number: $0, signals: signals, signal: signal) }
    }

    /// Ends a watch.
    func leave(_ watch: LiveWatch) {
        watch.signal.finish()
        state.withLock { $0.watchers[watch.number] = nil }
    }
}
