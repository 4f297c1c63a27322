// SPDX-License-Identifier: Apache-2.0

extension MailSettings {
    /// Reads the section `mail`; `nil` without a usable sender and program.
    init?(_ field: Field, context: DecodingContext) {
        guard let section = field.section(["sendmail", "from"]) else { return nil }
        let from = section.required("from", "write from: meters@example.org").flatMap {
            MailAddress($0)
        }
        let command =
            section["sendmail"].map { MailSettings.command($0, context) } ?? ["/usr/sbin/sendmail"]
        guard let from, let command else { return nil }
        self.from = from
        self.command = command
    }

    /// A program, or a list of a program and its options.
    private static func command(_ field: Field, _ context: DecodingContext) -> [String]? {
        let fields = if case .list = field.node { field.elements() } else { [field] }
        let words = fields.compactMap { $0.text() }
        guard words.count == fields.count, let program = words.first else {
            if fields.isEmpty {
                field.report("the list is empty", "write the program, such as /usr/sbin/sendmail")
            }
            return nil
        }
        guard program.hasPrefix("/") else {
            fields[0].report(
                "'\(fields[0].shown)' is no whole path",
                "write it whole, such as /usr/sbin/sendmail")
            return nil
        }
        guard words.count > 1 || !program.contains(" ") else {
            field.report(
                "a program with options is written as a list",
                "write [/usr/bin/msmtp, --file=/etc/msmtprc]")
            return nil
        }
        if !context.files.exists(program) {
            fields[0].warn(
                "there is no program \(fields[0].shown)", "install one, such as Debian's msmtp-mta")
        }
        return words
    }
}
