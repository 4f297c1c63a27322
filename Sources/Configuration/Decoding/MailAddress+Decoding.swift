// SPDX-License-Identifier: Apache-2.0

extension MailAddress {
    /// Reads an address.
    init?(_ field: Field) {
        guard let text = field.text(limit: 320) else { return nil }
        guard let address = MailAddress(text) else {
            field.report(
                "'\(field.shown)' is no mail address",
                "write the address alone, such as owner@example.org")
            return nil
        }
        self = address
    }
}
