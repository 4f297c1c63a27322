// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import Logging
import Readings
import Reports
import Testing

@testable import Gateway

/// What becomes of reports when the gateway is to end.
struct ReportingEndTests {
    @Test func `a mail that hangs is not waited for once the time for a clean end is over`()
        async throws
    {
        let stored = try await StoredHousehold(days: [])
        await stored.log.stop()
        let mails = stored.folder.path + "/mail"
        try FileManager.default.createDirectory(
            atPath: mails, withIntermediateDirectories: true)
        try Data("Subject: x\n\n".utf8).write(to: URL(filePath: mails + "/a.eml"))
        let desk = ReportDesk(
            reader: stored.reader, reports: [], levels: [],
            mail: ReportDesk.Mail(
                queue: MailQueue(
                    folder: mails, command: ["/bin/sh", "-c", "exec sleep 4"],
                    sender: "meters@example.org"), from: "meters@example.org"),
            dayFiles: nil, ledger: stored.folder.path + "/reports.done")
        let reporting = ReportingService(
            desk: desk, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in }
        reporting.minutePassed()
        let service = Task { try await reporting.run() }
        let begin = ContinuousClock.now
        service.cancel()
        try await service.value
        // Two seconds are what a report has while there is time.
        #expect(ContinuousClock.now - begin < .seconds(1))
    }
}
