// SPDX-License-Identifier: Apache-2.0

/// One configured serial port with a meter on it.
public typealias MeterChannel = PortChannel<MeterContent>

/// One configured serial port with a raw sensor on it.
public typealias SensorChannel = PortChannel<SensorContent>
