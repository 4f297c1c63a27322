// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

extension Publisher {
    /// What the publisher knows of meters and sensors.
    struct Known {
        var ids: Set<MeterID> = []
        /// Those of them that are meters: the log and the history may know of telegrams under the id
        /// of a sensor.
        var meters: Set<MeterID> = []
        /// The readings that have topics of their own.
        var values: [MeterID: Set<String>] = [:]
        /// The ends of the chains as they were told last, of meters that are not known yet or any more too.
        var heads: [MeterID: ChainHead] = [:]
        /// The meters of which a telegram came in this run.
        var heard: Set<MeterID> = []
        /// Whether the broker refused the gateway's own health: then it is tried again each minute
        /// and after a connect only, since it changes by being refused.
        var isHealthRefused = false
    }
}
