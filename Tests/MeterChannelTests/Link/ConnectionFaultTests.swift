// SPDX-License-Identifier: Apache-2.0
import Glibc
import NIOCore
import Testing

@testable import MeterChannel

/// What a network adapter's faults are called.
@Suite struct ConnectionFaultTests {
    private static let address = LinkAddress.tcp(host: "192.0.2.10", port: 3_000)

    @Test(arguments: [
        (ECONNREFUSED, ConnectionFault.refused), (ETIMEDOUT, .noAnswer), (EHOSTUNREACH, .noRoute),
        (ENETUNREACH, .noRoute), (ECONNRESET, .brokenOff), (EMFILE, .system(errno: EMFILE)),
    ])
    func `S18 what the system says is put in plain words`(errno: Int32, fault: ConnectionFault) {
        let error = IOError(errnoCode: errno, reason: "connect(descriptor:addr:size:)")
        #expect(ConnectionFault(error) == fault)
        let hint = PortFault.unreached(Self.address, error).hint
        #expect(hint.contains("tcp://192.0.2.10:3000"))
        for word in ["errno", "error:", "(", "connect("] { #expect(!hint.contains(word)) }
    }

    @Test func `S18 an adapter that does not answer within the time is told as that`() {
        #expect(ConnectionFault(ChannelError.connectTimeout(.seconds(10))) == .noAnswer)
        #expect(
            PortFault.unreached(Self.address, ChannelError.connectTimeout(.seconds(10)))
                == PortFault(
                    port: .missing, code: .portMissing,
                    hint:
                        "tcp://192.0.2.10:3000 does not answer: check that the adapter is on and its address right. It is tried again."
                ))
    }

    @Test func `S18 a connection that was lost is not said to be closed by anyone`() {
        #expect(
            PortFault.lost(.tcp(host: "fe80::1", port: 1)).hint.hasPrefix(
                "The connection to tcp://[fe80::1]:1 was lost; "))
    }
}
