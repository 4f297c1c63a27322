// SPDX-License-Identifier: Apache-2.0
public import FrameCrypto

/// Why a part of the street cannot be built or run.
public enum SimulationError: Error, Sendable, Hashable {
    /// OpenSSL has no memory left, or no AES-GCM.
    case noCipher
    /// A key that is none.
    case badKey(KeyError)
    /// A system title has at most eight bytes.
    case titleTooLong(bytes: Int)
    /// The chosen form of the length cannot hold this number.
    case lengthDoesNotFit(Int)
    /// The frame counter stands at FFFFFFFF: a meter stops there for good.
    case counterExhausted
    /// A system call failed.
    case system(call: String, path: String, errno: Int32)
    /// A file of this name is there and was not written by the simulator.
    case foreignFile(path: String)
    /// Another simulator runs in this directory.
    case alreadyRunning(directory: String)
    /// No simulator runs in this directory.
    case notRunning(directory: String)
    /// The directory's name leaves no room for a socket in it.
    case pathTooLong(path: String, limit: Int)
    /// No such word of command.
    case unknownCommand(String)
    /// The command needs more, or something else, behind it.
    case wrongArguments(usage: String)
    /// No meter and no sensor of this name.
    case unknownPort(String)
    /// A meter's command for a sensor, or the other way round.
    case notForThisPort(command: String, id: String)
    /// It is plugged in, or unplugged, already.
    case alreadySo(id: String, state: String)
    /// So much waits for this line already that no more is taken.
    case lineFull(id: String)
    /// The frame counter, a number of 32 bits, cannot be moved so far.
    case counterOutOfReach(command: String, id: String, most: UInt32)
    /// So many faults wait for this meter's frames that no more are taken.
    case tooManyFaults(id: String, waiting: Int)
    /// There is no frame yet that could be sent again.
    case nothingSent(id: String)
    /// Something in the plan or in an order is not what it may be.
    case outOfRange(what: String, range: String)
}

extension SimulationError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .noCipher: "OpenSSL gives no AES-128-GCM; install libssl"
        case .badKey(let error): "\(error)"
        case .titleTooLong(let bytes): "a system title has at most 8 bytes, not \(bytes)"
        case .lengthDoesNotFit(let length): "the form of the length cannot hold \(length)"
        case .counterExhausted: "the frame counter stands at FFFFFFFF, where a meter stops for good"
        case .system(let call, let path, let errno):
            "\(path): \(call) failed: \(SystemCall.reason(errno))"
        case .foreignFile(let path):
            "\(path) is there and was not written by meter-simulator; choose another directory"
        case .alreadyRunning(let directory):
            "a simulator runs in \(directory) already; end it with: meter-simulator control \(directory) quit"
        case .notRunning(let directory):
            "no simulator runs in \(directory); start one with: meter-simulator street --dir \(directory)"
        case .pathTooLong(let path, let limit):
            "\(path) is too long for a socket (at most \(limit) bytes); choose a shorter directory"
        case .unknownCommand(let word):
            "no command \(word); the commands are: \(StreetCommand.words)"
        case .wrongArguments(let usage): "write it as: \(usage)"
        case .unknownPort(let id): "nothing is called \(id); see list"
        case .notForThisPort(let command, let id): "\(command) means nothing for \(id)"
        case .alreadySo(let id, let state): "\(id) is \(state) already"
        case .lineFull(let id): "nobody takes what waits for \(id) already"
        case .counterOutOfReach(let command, let id, let most):
            "\(command) can move the counter of \(id) by \(most) at most; it has 32 bits"
        case .tooManyFaults(let id, let waiting):
            "\(waiting) faults wait for frames of \(id) already; "
                + "it takes \(MeterStation.faultLimit) at most"
        case .nothingSent(let id): "\(id) has sent nothing yet"
        case .outOfRange(let what, let range): "\(what) must be \(range)"
        }
    }
}
