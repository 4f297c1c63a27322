// SPDX-License-Identifier: Apache-2.0

// The daily look for damage, which somebody else takes.
extension LogWriter {
    /// Whether a look for damage has to be taken now; it then counts as begun.
    mutating func beginCheck() -> Bool {
        guard isCheckDue, checkedNode == nil, let database else { return false }
        isCheckDue = false
        checkedNode = database.node
        return checkedNode != nil
    }

    /// Takes what a look has found; whether a second one has to be taken at once.
    ///
    /// A failed read can look like damage, so it is only believed, and told, when it is found twice
    /// or cannot be looked at again. What cannot be read at all is told and left alone: whatever
    /// replaces the database would be on the same medium.
    mutating func checked(_ finding: DamageCheck.Finding, isSecond: Bool) -> Bool {
        let (node, suspicion) = (checkedNode, isSecond ? suspectedDamage : nil)
        checkedNode = nil
        suspectedDamage = nil
        // Another database has taken its place meanwhile, or none.
        guard let database, database.node == node else { return false }
        switch finding {
        case .sound: isCheckFailed = false
        case .unfinished:
            if let suspicion { failCheck(suspicion) }
            return false
        case .unreadable(let detail): failCheck(detail)
        case .damaged(let detail):
            guard isSecond else {
                (checkedNode, suspectedDamage) = (node, detail)
                return true
            }
            failCheck(detail)
            isSuspect = true
            handle(StoreFailure(.replaced))
            return false
        }
        if snapshot.state.fault == .checkFailed || snapshot.state.fault == nil {
            state(nil, isStoring: snapshot.state.isStoring)
        }
        return false
    }

    private mutating func failCheck(_ detail: String) {
        guard !isCheckFailed else { return }
        isCheckFailed = true
        events.append(.checkFailed(detail: detail))
        if snapshot.state.fault == nil { state(nil, isStoring: snapshot.state.isStoring) }
    }
}
