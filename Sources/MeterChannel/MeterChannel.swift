// SPDX-License-Identifier: Apache-2.0
public import Pipeline

/// One configured serial port with a meter on it.
public typealias MeterChannel = PortChannel<MeterContent>

/// One configured serial port with a raw sensor on it.
public typealias SensorChannel = PortChannel<SensorContent>

extension PortChannel where Content == MeterContent {
    /// The epoch of the latest genuine frame, accepted or refused as a replay; `nil` before one came.
    public var provedEpoch: ReplayFloor.Epoch? { content.provedEpoch }
}
