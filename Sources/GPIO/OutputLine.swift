// SPDX-License-Identifier: Apache-2.0
import CGPIO
import Glibc

/// One GPIO line that this process drives.
///
/// The line is held from `init` until ``close()`` or the end of the value's life, whichever is
/// first; both leave it as its specification's ``ExitLevel`` says. Every call takes microseconds.
@safe
public struct OutputLine: ~Copyable {
    /// What was asked for.
    public let specification: LineSpecification
    /// The kernel's name of the chip, `gpiochip0`.
    public let chip: String
    /// The line's number on its chip.
    public let offset: UInt32
    /// The level last driven.
    public private(set) var isActive: Bool

    private let handle: OpaquePointer

    /// Requests a line as an output that starts at the given level.
    ///
    /// - Parameters:
    ///   - specification: the line.
    ///   - consumer: the name that other programs see as the holder; the kernel keeps 31 bytes.
    ///   - active: the level from the first moment on, seen through `activeLow`.
    public init(
        _ specification: LineSpecification, consumer: String, active: Bool
    ) throws(LineError) {
        let chip = try Chip.find(specification.chip)
        let offset = try chip.offset(of: specification.line)
        var error: Int32 = 0
        let requested = unsafe cgpio_line_request(
            chip.handle, offset, specification.activeLow, active, consumer, &error)
        guard let handle = unsafe requested else {
            throw Self.refusal(of: specification, chip: chip, offset: offset, errno: error)
        }
        self.specification = specification
        self.chip = chip.name
        self.offset = offset
        self.isActive = active
        unsafe self.handle = handle
    }

    deinit {
        // Nobody is left to tell if this fails, and giving the line back ends the request anyway.
        switch specification.onExit {
        case .release: _ = unsafe cgpio_line_float(handle)
        case .off: _ = unsafe cgpio_line_set(handle, false)
        case .keep: break
        }
        unsafe cgpio_line_release(handle)
    }

    /// Drives the line to its active or its inactive level.
    ///
    /// Throws ``LineError/lost(chip:offset:errno:)`` if the chip is gone; then request it anew.
    public mutating func set(_ active: Bool) throws(LineError) {
        let result = unsafe cgpio_line_set(handle, active)
        guard result == 0 else { throw .lost(chip: chip, offset: offset, errno: -result) }
        isActive = active
    }

    /// Leaves the line as its specification's ``ExitLevel`` says and gives it back.
    public consuming func close() {}

    private static func refusal(
        of specification: LineSpecification, chip: borrowing Chip, offset: UInt32, errno: Int32
    ) -> LineError {
        switch errno {
        case EBUSY:
            .busy(
                chip: chip.name, line: specification.line, consumer: chip.consumer(of: offset))
        case EACCES, EPERM: .denied(path: specification.chip)
        case ENODEV, ENOENT, ENXIO: .chipMissing(chip: specification.chip)
        default: .unsupported(chip: chip.name, line: specification.line, errno: errno)
        }
    }
}

// One owner at a time holds the handle, and libgpiod ties it to no thread.
extension OutputLine: @unchecked Sendable {}
