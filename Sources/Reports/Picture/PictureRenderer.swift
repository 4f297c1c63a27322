// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// Draws pictures by running gnuplot, each in a private folder and for a limited time.
public struct PictureRenderer: Sendable {
    /// The program's whole path.
    private let program: String
    /// The size of the pictures in pixels.
    private let width: Int
    private let height: Int

    /// Draws with Debian's gnuplot, 1200 × 720 pixels, unless told otherwise.
    public init(program: String = "/usr/bin/gnuplot", width: Int = 1_200, height: Int = 720) {
        self.program = program
        self.width = width
        self.height = height
    }

    /// The picture of a day as PNG; takes some tenths of a second and blocks the thread.
    public func png(_ picture: DayPicture) throws(PictureFailure) -> Data {
        try draw(picture.script(width: width, height: height))
    }

    /// The picture of a month as PNG; takes some tenths of a second and blocks the thread.
    public func png(_ picture: MonthPicture) throws(PictureFailure) -> Data {
        try draw(picture.script(width: width, height: height * 4 / 5))
    }

    private func draw(_ script: PictureScript) throws(PictureFailure) -> Data {
        guard let folder = TemporaryFolder() else { throw .noTemporaryFolder }
        for file in script.files where !folder.write(file.text, to: file.name) {
            throw .notWritten(path: "\(folder.path)/\(file.name)")
        }
        guard
            folder.write("cd \(PictureScript.quoted(folder.path))\n" + script.text, to: "script.gp")
        else {
            throw .notWritten(path: "\(folder.path)/script.gp")
        }
        do throws(ProgramFailure) {
            // -d: no start-up file of the user or the machine is read.
            try ChildProgram(
                path: program, arguments: ["-d", "\(folder.path)/script.gp"], folder: folder.path
            ).run()
        } catch {
            throw .drawing(error)
        }
        let path = "\(folder.path)/picture.png"
        guard let bytes = FileManager.default.contents(atPath: path), !bytes.isEmpty else {
            throw .drawing(.failed(program: "gnuplot", code: 0, words: "it left no picture"))
        }
        return bytes
    }
}
