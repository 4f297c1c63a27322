// SPDX-License-Identifier: Apache-2.0
import TestSupport

/// The recorded and made test vectors as JSON.
enum RecordedVectors {
    /// The entries of the index; none when the folder is not there.
    static let all: [JSONValue] = {
        guard let index = TestVectors.index,
            case .array(let vectors) = JSONValue(String(decoding: index, as: UTF8.self))?["vectors"]
        else { return [] }
        return vectors
    }()
}
