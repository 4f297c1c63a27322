// SPDX-License-Identifier: Apache-2.0

extension DayFileSettings {
    /// Reads the section `day_files`.
    init?(_ field: Field, stateDirectory: String) {
        guard let section = field.section(["folder", "format"]) else { return nil }
        let name = section["folder"].map { $0.text() } ?? "days"
        format = section["format"]?.choice() ?? .original
        guard let name else { return nil }
        folder = name.hasPrefix("/") ? name : "\(stateDirectory)/\(name)"
    }
}
