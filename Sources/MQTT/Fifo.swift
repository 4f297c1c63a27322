// SPDX-License-Identifier: Apache-2.0

/// A first-in, first-out queue whose two ends are both cheap.
struct Fifo<Element: Sendable>: Sendable {
    private var slots: [Element?] = []
    private var head = 0

    /// How many elements wait.
    var count: Int { slots.count - head }

    /// Whether nothing waits.
    var isEmpty: Bool { count == 0 }

    /// The element that leaves next.
    var first: Element? { head < slots.count ? slots[head] : nil }

    /// Adds an element at the end.
    mutating func append(_ element: Element) {
        slots.append(element)
    }

    /// Takes the oldest element out.
    mutating func popFirst() -> Element? {
        guard head < slots.count, let element = slots[head] else { return nil }
        slots[head] = nil
        head += 1
        if head >= 64, head * 2 >= slots.count {
            slots.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Puts elements in front of all that wait, keeping their order.
    mutating func prepend(_ elements: [Element]) {
        slots.replaceSubrange(..<head, with: elements.map(Optional.some))
        head = 0
    }

    /// Takes everything out.
    mutating func removeAll() {
        slots.removeAll()
        head = 0
    }
}
