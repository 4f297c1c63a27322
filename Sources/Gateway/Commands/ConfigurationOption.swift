// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayConfiguration
import Glibc

/// The option `--config FILE`, and loading what it names.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .customLong("config"), help: "The configuration, such as config/meters.yaml.")
    var path: String

    /// Loads the file, or prints all that is wrong with it and throws the exit code for that.
    func load() throws -> LoadedConfiguration {
        switch ConfigurationLoader.load(path: path, environment: Environment.variables()) {
        case .success(let loaded):
            for warning in loaded.warnings { StandardError.print("\(warning)") }
            return loaded
        case .failure(let issues):
            StandardError.print("\(issues)")
            throw Exit.configuration
        }
    }
}

/// The environment of this process.
enum Environment {
    /// All variables by name.
    static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            unsafe next += 1
        }
        return variables
    }
}
