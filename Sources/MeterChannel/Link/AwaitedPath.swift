// SPDX-License-Identifier: Apache-2.0

/// A path that a ``PortLookout`` waits for, as long as this value lives.
struct AwaitedPath: ~Copyable, Sendable {
    private let path: String
    private let number: Int
    private let lookout: PortLookout

    init(_ path: String, _ number: Int, _ lookout: PortLookout) {
        self.path = path
        self.number = number
        self.lookout = lookout
    }

    deinit { lookout.leave(number) }

    /// Watches the places that concern the path now, and no others.
    func follow() { lookout.follow(path, number) }
}
