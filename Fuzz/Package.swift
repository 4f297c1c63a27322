// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let core: Target.Dependency = .product(name: "MeterCore", package: "meter-gateway")

/// A program that has no `main`: libFuzzer brings it.
func fuzzer(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["FuzzSupport", core],
        swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "meter-gateway", path: "..")],
    targets: [
        .target(name: "FuzzSupport", dependencies: [core], swiftSettings: strict),
        fuzzer("StreamFuzz"),
        fuzzer("TelegramFuzz"),
        fuzzer("ConfigFuzz"),
        fuzzer("SensorFuzz"),
    ]
)
