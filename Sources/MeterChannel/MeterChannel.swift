// SPDX-License-Identifier: Apache-2.0
public import Pipeline

/// One configured serial port with a meter on it.
public typealias MeterChannel = PortChannel<MeterContent>

/// One configured serial port with a raw sensor on it.
public typealias SensorChannel = PortChannel<SensorContent>

extension PortChannel where Content == MeterContent {
    /// What is known of the meter's counters: the epoch of the latest genuine frame, accepted or refused
    /// as a replay, and what the next frame has to exceed.
    public var counters: (proved: ReplayFloor.Epoch?, floor: ReplayFloor) {
        (content.provedEpoch, content.pipeline.floor)
    }

    /// Takes over the floors that an order to let a counter begin anew has left
    /// (``ReplayFloor/take(_:of:since:)``); nothing else of the channel changes.
    public func take(
        _ left: ReplayFloor, of epoch: ReplayFloor.Epoch?, since before: ReplayFloor
    ) {
        content.pipeline.floor.take(left, of: epoch, since: before)
    }
}
