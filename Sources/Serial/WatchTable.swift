// SPDX-License-Identifier: Apache-2.0

/// Who waits for which name in which watched directory.
struct WatchTable: Sendable {
    /// A name in a directory, which stands for the directory's watch.
    struct Spot: Hashable {
        let watch: Int32
        let name: String
    }

    private var waiters: [Int32: [String: Set<Int>]] = [:]
    private var spots: [Int: Set<Spot>] = [:]

    /// All who wait.
    var all: Set<Int> { Set(spots.keys) }

    /// Who waits for a name in a directory.
    func waiters(for name: String, in watch: Int32) -> Set<Int> { waiters[watch]?[name] ?? [] }

    /// Who waits for anything in a directory.
    func waiters(in watch: Int32) -> Set<Int> {
        (waiters[watch] ?? [:]).values.reduce(into: []) { $0.formUnion($1) }
    }

    /// Puts somebody at spots and takes the same away from all others; the watches that nobody needs
    /// any more.
    mutating func put(_ waiter: Int, at new: Set<Spot>) -> [Int32] {
        let old = spots[waiter] ?? []
        spots[waiter] = new
        for spot in new.subtracting(old) {
            waiters[spot.watch, default: [:]][spot.name, default: []].insert(waiter)
        }
        return leave(waiter, old.subtracting(new))
    }

    /// Takes somebody away; the watches that nobody needs any more.
    mutating func remove(_ waiter: Int) -> [Int32] {
        leave(waiter, spots.removeValue(forKey: waiter) ?? [])
    }

    /// Forgets a watch that the system has ended.
    mutating func forget(_ watch: Int32) {
        for waiter in waiters(in: watch) {
            spots[waiter] = spots[waiter]?.filter { $0.watch != watch }
        }
        waiters[watch] = nil
    }

    private mutating func leave(_ waiter: Int, _ left: Set<Spot>) -> [Int32] {
        for spot in left {
            waiters[spot.watch]?[spot.name]?.remove(waiter)
            if waiters[spot.watch]?[spot.name]?.isEmpty == true {
                waiters[spot.watch]?[spot.name] = nil
            }
        }
        let unused = Set(left.map(\.watch)).filter { waiters[$0]?.isEmpty == true }
        for watch in unused { waiters[watch] = nil }
        return Array(unused)
    }
}
