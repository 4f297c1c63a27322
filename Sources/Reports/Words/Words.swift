// SPDX-License-Identifier: Apache-2.0

/// What reports say in one language.
struct Words: Sendable {
    /// Monday first.
    let weekdays: [String]
    /// January first.
    let months: [String]
    /// What stands before the fraction of a number.
    let decimalSign: Character
    /// What stands between thousands.
    let groupSign: Character
    /// A date of its weekday, day, month and year.
    let date: @Sendable (_ weekday: String, _ day: Int, _ month: String, _ year: Int) -> String
    let fromGrid: String
    let toGrid: String
    let highest: String
    let lowest: String
    /// What stands before a time of day.
    let at: String
    let noData: String
    /// What stands before the time of a meter's first telegram of all.
    let first: String
    /// What stands before what went by in a silence.
    let meanwhile: String
    let perDay: String
    let meter: String
    let register: String
    /// What the subject of a mail begins with.
    let subject: String
    let complete: String
    let incomplete: String
    let sensor: String
    /// What a sensor said last.
    let level: String
    let gain: String
    let use: String
    /// That another meter took the place of one; the time follows.
    let exchanged: String
}
