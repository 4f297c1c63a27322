// SPDX-License-Identifier: Apache-2.0
import DSMR
import MeterChannel
import Pipeline
import Readings
import Web

extension LatestReadings {
    /// What a telegram says.
    init(_ update: MeterUpdate) {
        let isSealed = update.frame.authentication != .none
        self.init(
            received: update.received, time: update.time,
            frameCounter: isSealed ? update.frame.header?.counter.value : nil,
            authentication: update.frame.authentication.rawValue,
            equipment: TelegramReader.equipment(
                title: isSealed ? update.frame.header?.title.hex : nil, identity: update.identity),
            readings: update.readings)
    }

    /// What a sensor says.
    init(_ update: SensorUpdate) {
        self.init(received: update.received, readings: update.readings)
    }
}
