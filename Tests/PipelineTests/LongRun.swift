// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Whether METER_LONG=1 asks for the goals in full; without it the same tests run with fewer rounds.
enum LongRun {
    static let isOn = ProcessInfo.processInfo.environment["METER_LONG"] == "1"
}
