// SPDX-License-Identifier: Apache-2.0
import FuzzSupport
import GatewayConfiguration

private let secret = "00C0FFEE00C0FFEE00C0FFEE00C0FFEE"

/// A configuration file of any bytes: a plan or a list of problems, each with a place, and no secret in either.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfiguration(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let text = FileContents(bytes: input.remainder(), permissions: 0o600, owner: 1_000)
    let result = ConfigurationLoader(files: TableOfFiles(secret: secret))
        .load(
            text, path: "meters.yaml",
            environment: ["SECRET": secret, "EMPTY": "", "NAME": "flat-1"])
    let issues: [ConfigurationIssue]
    switch result {
    case .success(let loaded):
        issues = loaded.warnings
        precondition(
            issues.allSatisfy { $0.severity == .warning }, "an error, and yet a configuration")
        precondition(
            !tells(ResolvedPlan(loaded.configuration).rendered()), "the plan shows a secret")
    case .failure(let found):
        issues = found.issues
        precondition(
            issues.contains { $0.severity == .error }, "no configuration, and yet no error")
    }
    for issue in issues {
        precondition(issue.line >= 1 && issue.column >= 1, "a problem without a place")
        precondition(!issue.description.utf8.contains(0x0A), "a problem of two lines")
        precondition(!issue.problem.isEmpty && !issue.remedy.isEmpty, "a problem that says nothing")
        precondition(!tells(issue.description), "a problem shows a secret")
    }
    return 0
}

private func tells(_ text: String) -> Bool {
    text.utf8.count >= secret.utf8.count && text.contains(secret)
}
