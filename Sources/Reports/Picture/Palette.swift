// SPDX-License-Identifier: Apache-2.0

/// The colours of the pictures: quiet ones, told apart by people who see red and green alike.
enum Palette {
    static let ink = "#1f2933"
    static let quiet = "#52606d"
    static let faint = "#7b8794"
    static let grid = "#e4e7eb"
    static let silence = "#f0f2f5"
    static let hatching = "#b8c1cc"
    static let taken = "#2f6690"
    static let takenPale = "#9db8cd"
    static let givenPale = "#f3c97a"
    static let given = "#f0a202"
    static let givenInk = "#b36b00"
    static let level = "#27849b"
    static let weekend = "#f7f8fa"
}
