// SPDX-License-Identifier: Apache-2.0
import Logging

extension Logger {
    /// Says once that a recording fails, and once that it goes on.
    func tell(_ fault: RecordingFault?, after before: RecordingFault?, lost: UInt64) {
        if let fault, before == nil {
            warning("Not recorded", metadata: ["why": "\(fault)"])
        } else if fault == nil, before != nil {
            notice("Recorded again", metadata: ["bytes_lost": "\(lost)"])
        }
    }
}
