// SPDX-License-Identifier: Apache-2.0
import Readings

// What to do when the store does not do what it should.
extension LogWriter {
    /// Answers a fault: makes room, replaces a damaged database, tries once more, or does without
    /// for a while.
    mutating func handle(_ failure: StoreFailure, attempt: Int = 1) {
        justStored = [:]
        switch (failure.fault, attempt) {
        case (.replaced, _): suspect()
        case (.diskFull, 1...2): makeRoom(attempt)
        case (.ioError, 1): break
        default: doWithout(failure)
        }
    }

    /// Closes the database; it is opened again in a minute.
    mutating func doWithout(_ failure: StoreFailure) {
        database?.close()
        justStored = [:]
        if closedSince == nil { closedSince = clock.uptime() }
        storage = .closed(retryAt: clock.uptime() + settings.reopenAfter)
        state(failure.fault, isStoring: false)
        readOn(failure.fault)
    }

    /// The database seems damaged: a failed read can look like that, so it is opened again and only
    /// replaced if it is still.
    mutating func suspect() {
        guard !isSuspect else { return replace() }
        isSuspect = true
        database?.close()
        open()
    }

    /// Sets the damaged database aside, begins a new one and saves what can be saved in the
    /// background.
    private mutating func replace() {
        database?.close()
        isSuspect = false
        salvage?.close()
        salvage = nil
        do throws(StoreFailure) {
            let name: String
            do throws(StoreFault) {
                name = try files.setAside(at: clock.wall().milliseconds)
            } catch { throw StoreFailure(error) }
            events.append(.setAside(file: name))
            isCheckFailed = false
            var rescue = Salvage(path: files.directory + "/" + name)
            let seed = memory ?? rescue?.heads()
            try use(try LogDatabase(files, migrator: migrator), seed: seed)
            if let seed { rescue?.want(seed.streams, before: seed.nextRow) }
            salvage = seed == nil ? nil : rescue
            if salvage == nil {
                rescue?.close()
                events.append(.recovered(telegrams: 0))
            }
            state(.replaced, isStoring: true)
        } catch { doWithout(error) }
    }
}
