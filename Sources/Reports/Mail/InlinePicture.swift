// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A picture that is shown within a mail.
public struct InlinePicture: Sendable, Hashable {
    /// The name under which it can be saved.
    public let fileName: String
    /// The PNG file.
    public let png: Data

    /// Puts it together.
    public init(fileName: String, png: Data) {
        self.fileName = fileName
        self.png = png
    }
}
