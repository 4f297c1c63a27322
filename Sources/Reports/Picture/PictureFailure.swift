// SPDX-License-Identifier: Apache-2.0

/// Why there is no picture.
public enum PictureFailure: Error, Sendable, Hashable {
    /// gnuplot is not there, or did not do its work.
    case drawing(ProgramFailure)
    /// No folder for temporary files could be made.
    case noTemporaryFolder
    /// The picture could not be written to this path.
    case notWritten(path: String)
}

extension PictureFailure: CustomStringConvertible {
    /// What happened and what to do, in one line.
    public var description: String {
        switch self {
        case .drawing(.missing(let program)):
            "there is no \(program) to draw with; install Debian's gnuplot-nox"
        case .drawing(let failure): "the picture was not drawn: \(failure)"
        case .noTemporaryFolder: "no folder for temporary files could be made"
        case .notWritten(let path): "\(path) could not be written"
        }
    }
}
