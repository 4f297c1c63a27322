// SPDX-License-Identifier: Apache-2.0
import Glibc
import Serial
import Simulation
import TestSupport
import Testing

@Suite struct SerialErrorTests {
    private func failure(_ path: String) -> SerialError? {
        do throws(SerialError) {
            try SerialPort(SerialSettings(path: path)).close()
            return nil
        } catch {
            return error
        }
    }

    @Test func `S1 a port that is not there is missing`() throws {
        let directory = try TemporaryFolder()
        let path = "\(directory.path)/by-id/usb-METER"
        let error = try #require(failure(path))
        #expect(error == .missing(path: path))
        #expect(error.portState == "missing")
        #expect(error.code == "port_missing")
    }

    @Test func `S1 a link whose device is gone is missing`() throws {
        let directory = try TemporaryFolder()
        let link = "\(directory.path)/usb-METER"
        unsafe symlink("ttyUSB0", link)
        #expect(failure(link) == .missing(path: link))
    }

    @Test func `S6 S7 a port that is held is busy for root too, and the holder is named`() throws {
        let meter = try PseudoTerminal()
        let port = try SerialPort(SerialSettings(path: meter.path))
        let error = try #require(failure(meter.path))
        guard case .busy(let path, .some(let holder)) = error else {
            Issue.record("expected busy with a holder, found \(error)")
            return
        }
        #expect(path == meter.path)
        #expect(holder.hasSuffix("(pid \(getpid()))"))
        #expect(error.portState == "busy")
        #expect(error.code == "port_busy")
        port.close()
        #expect(failure(meter.path) == nil)
    }

    @Test func `S5 a port of another user is denied`() async {
        // In a process of its own, which gives up root for good.
        await #expect(processExitsWith: .success) {
            let meter = try PseudoTerminal()
            unsafe chmod(meter.path, 0)
            if geteuid() == 0 {
                setgroups(0, nil)
                try #require(setgid(65_534) == 0 && setuid(65_534) == 0)
            }
            do throws(SerialError) {
                try SerialPort(SerialSettings(path: meter.path)).close()
                Issue.record("it was opened")
            } catch {
                #expect(error.portState == "denied")
                #expect(error.code == "port_denied")
                #expect(error.description.hasPrefix("no permission to open \(meter.path); "))
            }
        }
    }

    @Test func `S6 a holder that cannot be seen is not named`() {
        let error = SerialError.busy(path: "/dev/ttyUSB0", holder: nil)
        #expect(
            error.description
                == "/dev/ttyUSB0 is in use by another program; 'fuser -v /dev/ttyUSB0' as root "
                + "shows which")
    }

    @Test func `S5 the message names the group to join`() {
        let error = SerialError.denied(path: "/dev/ttyUSB0", group: "dialout")
        #expect(error.description.contains("add the user to group 'dialout'"))
        let hidden = SerialError.denied(path: "/dev/ttyUSB0", group: "root")
        #expect(hidden.description.contains("should belong to group 'dialout'"))
    }

    @Test func `a path that is no serial port says so`() throws {
        let directory = try TemporaryFolder()
        let file = "\(directory.path)/recording.bin"
        close(unsafe creat(file, 0o600))
        for (path, kind) in [
            ("/dev/null", FileKind.device), (file, .regularFile), (directory.path, .folder),
        ] {
            #expect(failure(path) == .notATTY(path: path, kind: kind))
        }
    }

    @Test func `a socket or a pipe in a port's place is named as what it is`() throws {
        let directory = try TemporaryFolder()
        let pipe = "\(directory.path)/pipe"
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        let socket = try ListeningSocket(path: "\(directory.path)/control")
        let file = "\(directory.path)/file"
        close(unsafe creat(file, 0o600))
        for (path, kind) in [
            (pipe, "a named pipe"), (socket.path, "a Unix socket"), (directory.path, "a folder"),
            (file, "a regular file"), ("/dev/null", "a device, but no terminal"),
        ] {
            let error = try #require(failure(path))
            #expect(
                error.description
                    == "\(path) is not a serial port but \(kind); check the configured path"
            )
            #expect(error.portState == "missing")
            #expect(error.code == "port_missing")
        }
    }

    @Test func `S10 settings that did not stick are listed`() {
        let error = SerialError.settingsRefused(path: "/dev/ttyS0", settings: [.baud, .parity])
        #expect(error.code == "termios_refused")
        #expect(error.description.contains("did not take: baud, parity;"))
    }

    @Test func `S2 an input error means that the port is lost`() {
        let error = SerialError.io(path: "/dev/ttyUSB0", operation: .configure, errno: EIO)
        #expect(error.portState == "lost")
        #expect(error.code == "port_lost")
        #expect(error.description.contains("could not set up /dev/ttyUSB0: Input/output error"))
    }
}
