// SPDX-License-Identifier: Apache-2.0
import Serial

extension DirectoryWatch {
    /// Reads all pending events, as an event loop does, and gives them to the watch; whether one of
    /// them concerns its path.
    mutating func drain() -> Bool {
        var isConcerned = false
        while true {
            let events = Descriptor.readOnce(descriptor)
            guard !events.isEmpty else { return isConcerned }
            isConcerned = absorb(events.span) || isConcerned
        }
    }
}
