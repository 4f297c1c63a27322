// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints about ports and the places of files, word for word.
struct PortIssueTests {
    @Test(arguments: [
        (
            "ttyUSB0",
            "6:11: meters[0].port: 'ttyUSB0' is relative to the configuration file; did you mean '/dev/ttyUSB0'?"
        ),
        (
            "rfc2217://192.0.2.1:4000",
            "6:11: meters[0].port: only tcp:// is read over the network; write tcp://host:port or a path such as /dev/ttyUSB0"
        ),
        (
            "tcp://192.0.2.1",
            "6:11: meters[0].port: the address has no port from 1 to 65535; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
        (
            "tcp://192.0.2.1:70000",
            "6:11: meters[0].port: the address has no port from 1 to 65535; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
        (
            "tcp://:3000",
            "6:11: meters[0].port: the address has no valid host; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
        (
            "tcp://me:secret@h:1",
            "6:11: meters[0].port: the address holds a user name or password; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
        (
            "tcp://[::1]:0",
            "6:11: meters[0].port: the address has no port from 1 to 65535; write tcp://host:port, such as tcp://192.0.2.10:3000"
        ),
    ])
    func `a port that cannot be opened is refused`(_ port: String, _ complaint: String) {
        #expect(
            complaints(smallest.replacing("/dev/ttyUSB0", with: "\"\(port)\"")) == [
                "meters.yaml:" + complaint
            ])
    }

    @Test func `a place where nothing can be recorded or listened on is a warning`() {
        let text = smallest.replacing("/dev/ttyUSB0", with: "/dev/ttyUSB0\n    record: rec/a.bin")
            .replacing(
                "meters:",
                with: "gateway: {state_dir: /\(String(repeating: "d", count: 97))}\nmeters:")
        #expect(
            complaints(text) == [
                "meters.yaml:4:22: warning: gateway.state_dir: the path has 98 bytes; with more than 97, watch and "
                    + "accept-counter cannot reach the gateway; choose a shorter one",
                "meters.yaml:8:13: warning: meters[0].record: there is no folder /etc/gw/rec, so nothing will be "
                    + "recorded; make the folder, for the gateway's user to write to",
            ])
    }
}
