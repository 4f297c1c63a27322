// SPDX-License-Identifier: Apache-2.0
import Glibc
import NIOCore
import NIOPosix

/// Why a network adapter cannot be connected to, as far as a person can do something about it.
enum ConnectionFault: Sendable, Hashable {
    /// Its host answers, and nobody listens on the port.
    case refused
    /// Nothing came back.
    case noAnswer
    /// This computer knows no way there.
    case noRoute
    /// The name does not exist.
    case unknownHost
    /// Nobody could be asked what the name stands for.
    case noNameServer
    /// It was accepted and broken off at once.
    case brokenOff
    /// Anything else that the system refused.
    case system(errno: Int32)
    /// Anything else.
    case other

    /// The fault behind an error of connecting; of several attempts the one that came furthest.
    init(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError:
            let attempts = error.connectionErrors.map { ConnectionFault($0.error) }
            let names = [error.dnsAError, error.dnsAAAAError].compactMap { $0 }
                .map { ConnectionFault($0) }
            self =
                (attempts.isEmpty ? names : attempts).max { $0.progress < $1.progress } ?? .other
        case let error as SocketAddressError.UnknownHost:
            self = error.errorCode == Int(EAI_AGAIN) ? .noNameServer : .unknownHost
        case ChannelError.connectTimeout: self = .noAnswer
        case let error as IOError: self = ConnectionFault(errno: error.errnoCode)
        default: self = .other
        }
    }

    private init(errno: Int32) {
        switch errno {
        case ECONNREFUSED: self = .refused
        case ETIMEDOUT, EHOSTDOWN: self = .noAnswer
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EADDRNOTAVAIL: self = .noRoute
        case ECONNRESET, ECONNABORTED, EPIPE: self = .brokenOff
        default: self = .system(errno: errno)
        }
    }

    /// How far the attempt came.
    private var progress: Int {
        switch self {
        case .other: 0
        case .noNameServer: 1
        case .unknownHost: 2
        case .system: 3
        case .noRoute: 4
        case .noAnswer: 5
        case .refused: 6
        case .brokenOff: 7
        }
    }

    /// What is wrong with an adapter and what to do, in plain words.
    func hint(host: String, address: String) -> String {
        switch self {
        case .refused:
            "\(address) refuses the connection: nobody listens on that port. "
                + "Check the adapter's settings; it is tried again."
        case .noAnswer:
            "\(address) does not answer: check that the adapter is on and its address right. It is tried again."
        case .noRoute:
            "There is no way to \(address): check this computer's network and the adapter's cable. It is tried again."
        case .unknownHost:
            "There is no host '\(host)': check the name in the configuration, or write the adapter's "
                + "address. It is tried again."
        case .noNameServer:
            "The address of '\(host)' cannot be found out: the name server does not answer. It is tried again."
        case .brokenOff:
            "\(address) broke the connection off at once: another program may have it. It is tried again."
        case .system(let errno):
            "\(address) cannot be reached: \(ConnectionFault.text(errno)). It is tried again."
        case .other: "\(address) cannot be reached. It is tried again."
        }
    }

    private static func text(_ errno: Int32) -> String {
        guard let text = unsafe strerror(errno) else { return "error \(errno)" }
        return unsafe String(cString: text)
    }
}
