// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// A real mail server on this machine that keeps what it gets, and msmtp set up to use it.
final class SMTPServer: Sendable {
    /// What must be installed: Debian's python3-aiosmtpd and msmtp-mta.
    static let isInstalled: Bool = {
        let manager = FileManager.default
        let isThere =
            manager.isExecutableFile(atPath: "/usr/bin/msmtp")
            && manager.fileExists(atPath: "/usr/lib/python3/dist-packages/aiosmtpd")
        if !isThere { print("SKIPPED: mail tests need Debian's python3-aiosmtpd and msmtp-mta") }
        return isThere
    }()

    let folder: URL
    private let port: UInt16

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try LoopbackPort.free()
        let settings = """
            account default
            host 127.0.0.1
            port \(port)
            auth off
            tls off

            """
        try settings.write(
            to: folder.appending(path: "msmtprc"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The program to send with, and its options.
    var command: [String] { ["/usr/bin/msmtp", "--file=\(folder.path)/msmtprc"] }

    /// Starts the server and waits until it listens.
    func start() async throws -> ChildProcess {
        let child = try ChildProcess([
            "/usr/bin/python3", "-u", "-m", "aiosmtpd", "-n", "-d", "-l", "127.0.0.1:\(port)",
            "-c", "aiosmtpd.handlers.Mailbox", "\(folder.path)/box",
        ])
        #expect(await child.lines.wait { $0.contains { $0.contains("Server is listening") } })
        return child
    }

    /// What came, one line for each part of each mail, as Python's own mail library reads it.
    func received() async throws -> [String] {
        let script = """
            import mailbox, email.policy, email
            for key, raw in mailbox.Maildir('\(folder.path)/box').items():
                mail = email.message_from_bytes(raw.as_bytes(), policy=email.policy.default)
                print('mail', mail['X-RcptTo'], '|', mail['From'], '|', mail['To'], '|', mail['Subject'], '|', mail['Message-ID'])
                for part in mail.walk():
                    body = part.get_payload(decode=True) or b''
                    print('part', part.get_content_type(), part.get('Content-ID'), part.get_filename(), len(body), body[:4].hex(), len(part.defects))
                    if part.get_content_maintype() == 'text':
                        for line in body.decode().splitlines(): print('text', line)
            """
        let child = try ChildProcess(["/usr/bin/python3", "-c", script])
        #expect(await child.waitForEnd() == 0)
        return child.lines.entries
    }
}
