// SPDX-License-Identifier: Apache-2.0

/// The text files with one day of one meter each: the section `day_files`.
public struct DayFileSettings: Sendable, Hashable {
    /// The folder they are written to.
    ///
    /// Default `days` in the folder of state.
    public let folder: String
    /// How their lines look.
    ///
    /// Default as the original.
    public let format: DayFileFormat
}
