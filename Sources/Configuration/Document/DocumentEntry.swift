// SPDX-License-Identifier: Apache-2.0

/// A key of a mapping and what stands under it.
struct DocumentEntry: Sendable {
    let key: String
    let keyPosition: DocumentPosition
    let value: DocumentNode
}
