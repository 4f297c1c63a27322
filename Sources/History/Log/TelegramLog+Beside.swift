// SPDX-License-Identifier: Apache-2.0
import Dispatch

// What is done beside the work that others wait for.
extension TelegramLog {
    /// Has the database looked through beside everything else, a second time if the first finds
    /// damage.
    func look(isSecond: Bool) {
        checks.async {
            let finding = self.check.look(limit: self.checkLimit)
            self.queue.async {
                let again = self.work { $0.checked(finding, isSecond: isSecond) }
                if again { self.look(isSecond: true) }
            }
        }
    }

    /// Goes on saving telegrams of a damaged database, a few at a time between other work.
    func rescue() {
        queue.async {
            let isMore = self.work { writer in
                writer.rescueMore()
                return writer.isRescuing
            }
            if isMore { self.rescue() }
        }
    }
}
