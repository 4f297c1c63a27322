// SPDX-License-Identifier: Apache-2.0
extension Publisher {
    /// The order in which retained state is sent.
    enum Priority {
        static let state = 0
        static let availability = 1
        static let health = 2
        static let latest = 3
        static let value = 4
    }
}
