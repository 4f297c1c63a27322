// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The whole mode of a serial port: raw, one stop bit, no flow control, and what ``SerialSettings``
/// says of speed, data bits and parity.
///
/// Everything that could eat or change a byte is switched off, whatever another program left:
/// with only `ICANON` cleared, three quarters of a binary stream are lost.
struct LineMode {
    private let baud: BaudRate
    private let parity: Parity
    private let dataBits: DataBits

    /// The mode for a port.
    ///
    /// A pseudo-terminal has no wire: it takes eight bits without parity only.
    init(_ settings: SerialSettings, pseudoTerminal: Bool) {
        baud = settings.baud
        parity = pseudoTerminal ? .none : settings.parity
        dataBits = pseudoTerminal ? .eight : settings.dataBits
    }

    /// Input flags that must be off.
    ///
    /// `PARMRK` doubles each FF; `IXON` and `IXOFF` eat 11 and 13.
    private static let inputOff = flags(
        IGNBRK, BRKINT, IGNPAR, PARMRK, ISTRIP, INLCR, IGNCR, ICRNL, IUCLC, IXON, IXANY, IXOFF,
        IMAXBEL)
    private static let localOff = flags(ICANON, ECHO, ECHOE, ECHOK, ECHONL, ISIG, IEXTEN)
    /// A hang-up at close would drop DTR, which resets some adapters.
    private static let modemOff = flags(HUPCL) | CRTSCTS
    private static let modemOn = flags(CLOCAL, CREAD)

    private static func flags(_ bits: Int32...) -> tcflag_t {
        bits.reduce(0) { $0 | tcflag_t($1) }
    }

    /// A byte with wrong parity then arrives as NUL: clear telegrams of old meters carry no CRC.
    private var parityCheck: tcflag_t { parity == .none ? 0 : tcflag_t(INPCK) }

    private var parityFlags: tcflag_t {
        switch parity {
        case .none: 0
        case .even: tcflag_t(PARENB)
        case .odd: Self.flags(PARENB, PARODD)
        }
    }

    private var sizeFlag: tcflag_t { dataBits == .seven ? tcflag_t(CS7) : tcflag_t(CS8) }

    /// Changes the attributes of a port to this mode.
    func apply(to attributes: inout termios) {
        attributes.c_iflag &= ~(Self.inputOff | tcflag_t(INPCK))
        attributes.c_iflag |= parityCheck
        attributes.c_oflag &= ~tcflag_t(OPOST)
        attributes.c_lflag &= ~Self.localOff
        attributes.c_cflag &= ~(Self.modemOff | Self.flags(CSIZE, PARENB, PARODD, CSTOPB))
        attributes.c_cflag |= Self.modemOn | sizeFlag | parityFlags
        // With VMIN 0 an idle non-blocking read gives 0 bytes, as a hang-up does.
        attributes.c_cc.6 = 1
        attributes.c_cc.5 = 0
        unsafe cfsetispeed(&attributes, baud.code)
        unsafe cfsetospeed(&attributes, baud.code)
    }

    /// What of this mode the attributes read back from a port do not have.
    func refused(in attributes: termios) -> [RefusedSetting] {
        var attributes = attributes
        let control = attributes.c_cflag
        var refused: [RefusedSetting] = []
        if unsafe cfgetospeed(&attributes) != baud.code { refused.append(.baud) }
        if control & tcflag_t(CSIZE) != sizeFlag { refused.append(.dataBits) }
        if control & Self.flags(PARENB, PARODD) != parityFlags
            || attributes.c_iflag & tcflag_t(INPCK) != parityCheck
        {
            refused.append(.parity)
        }
        if control & tcflag_t(CSTOPB) != 0 { refused.append(.stopBits) }
        if control & (Self.modemOff | Self.modemOn) != Self.modemOn {
            refused.append(.modemControl)
        }
        let raw =
            attributes.c_iflag & Self.inputOff == 0 && attributes.c_lflag & Self.localOff == 0
            && attributes.c_oflag & tcflag_t(OPOST) == 0 && attributes.c_cc.6 == 1
            && attributes.c_cc.5 == 0
        if !raw { refused.append(.rawMode) }
        return refused
    }
}
