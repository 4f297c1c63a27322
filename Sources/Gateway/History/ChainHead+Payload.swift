// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

extension ChainHead {
    /// What is published of it: `{"records":35040,"start":…,"hash":…}`.
    var payload: [UInt8] {
        var json = JSONWriter(capacity: 160)
        json.object { json in
            json.field("records", number)
            json.field("start", start)
            json.field("hash", hash)
        }
        return json.bytes
    }
}
