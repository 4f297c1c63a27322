// SPDX-License-Identifier: Apache-2.0

extension MailAddress {
    /// Reads an address.
    init?(_ field: Field) {
        guard let text = field.text(limit: 320) else { return nil }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            field.report(
                "'\(field.shown)' has letters that are not ASCII",
                "write the address as a-z, 0-9 and signs, a domain in other letters as xn--…")
            return nil
        }
        guard let address = MailAddress(text) else {
            field.report(
                "'\(field.shown)' is no mail address",
                "write the address alone, such as owner@example.org")
            return nil
        }
        self = address
    }
}
