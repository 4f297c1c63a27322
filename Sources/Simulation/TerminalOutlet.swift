// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A port on a pseudo-terminal with a stable link, as udev's `by-id` gives real adapters.
final class TerminalOutlet: Outlet {
    let address: String
    private var terminal: PseudoTerminal?
    private var heardSince: Int64?
    private var mayHoldUnread = false
    private var formerPath: String?

    /// A reader that just opened the port sets it up and throws away what is in it; a real meter
    /// too begins only some time after it was asked.
    private static let settling: Int64 = 200_000_000

    init(link: String) throws(SimulationError) {
        address = link
        try replug()
    }

    deinit { unplug() }

    var place: String? { terminal?.path }

    var writable: Int32? { terminal?.descriptor }

    func isHeard(now: Int64) -> Bool {
        guard let terminal, let descriptor = terminal.descriptor else { return false }
        // The master reports a hang-up exactly while no one has the slave open.
        guard SystemCall.readiness(of: descriptor, for: POLLIN) & POLLHUP == 0 else {
            heardSince = nil
            if mayHoldUnread { forgetUnread(terminal.path) }
            return false
        }
        while !terminal.read().isEmpty {}
        let since = heardSince ?? now
        heardSince = since
        return now - since >= TerminalOutlet.settling
    }

    func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        mayHoldUnread = true
        return try? terminal?.write(bytes)
    }

    func unplug() {
        guard let terminal else { return }
        unsafe unlink(address)
        formerPath = terminal.path
        terminal.hangUp()
        self.terminal = nil
        heardSince = nil
    }

    func replug() throws(SimulationError) {
        do {
            var fresh = try PseudoTerminal()
            // Linux gives the lowest free number, most often the one just left: hold it and take
            // another.
            if fresh.path == formerPath {
                let held = fresh
                fresh = try PseudoTerminal()
                held.hangUp()
            }
            if var attributes = fresh.attributes {
                unsafe cfmakeraw(&attributes)
                fresh.setAttributes(attributes)
            }
            try fresh.link(at: address)
            terminal = fresh
        } catch {
            throw .system(call: error.operation, path: address, errno: error.errno)
        }
    }

    /// What a wire carried while nobody listened is lost; the kernel's buffer would keep it for the
    /// next reader.
    private func forgetUnread(_ path: String) {
        mayHoldUnread = false
        let slave = unsafe open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard slave >= 0 else { return }
        tcflush(slave, TCIFLUSH)
        close(slave)
    }
}
