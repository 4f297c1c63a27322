// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// What every target of ours is built with: the language mode of tomorrow, and no unsafe call unmarked.
let strict: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
    .enableUpcomingFeature("InferIsolatedConformances"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0481-weak-let.md
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let http: [Target.Dependency] = [
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
]
let database: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "meter-gateway",
    products: [
        .executable(name: "meter-gateway", targets: ["Gateway"]),
        .executable(name: "meter-simulator", targets: ["MeterSimulator"]),
        // For the nested packages Benchmarks and Fuzz.
        .library(
            name: "MeterCore",
            targets: [
                "Readings", "DSMR", "FrameCrypto", "Pipeline", "Sensors", "GatewayConfiguration",
                "Simulation",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    ],
    targets: [
        // C libraries, one module each.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CGPIOD", pkgConfig: "libgpiod", providers: [.apt(["libgpiod-dev"])]),
        .target(name: "CGPIO", dependencies: ["CGPIOD"]),
        // Not by pkg-config: its -L of the system's folder would come before that of another libgpiod.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        // What a program can do about its own memory.
        .target(name: "CProgram"),
        // The files of the page, compiled in.
        .target(name: "CWebAssets"),

        // A lock around a value.
        .target(name: "Locking", swiftSettings: strict),

        // Pure values: no Foundation, no I/O, no clock, no log.
        .target(name: "Readings", swiftSettings: strict),
        .target(name: "DSMR", dependencies: ["Readings"], swiftSettings: strict),
        .target(
            name: "FrameCrypto", dependencies: ["COpenSSL"], path: "Sources/Crypto",
            swiftSettings: strict),
        .target(name: "Sensors", dependencies: ["Readings"], swiftSettings: strict),
        .target(
            name: "Pipeline", dependencies: ["Readings", "DSMR", "FrameCrypto"],
            swiftSettings: strict),

        // Owned handles.
        .target(name: "GPIO", dependencies: ["CGPIO"], swiftSettings: strict),
        .target(name: "Serial", swiftSettings: strict),
        .target(
            name: "MQTT", dependencies: ["CMosquitto", "Locking", logging], swiftSettings: strict),

        // What is kept, and what is made of it.
        .target(name: "Series", dependencies: ["Readings"], swiftSettings: strict),
        .target(
            name: "History", dependencies: ["Locking", "Readings", "Series", database, logging],
            swiftSettings: strict),
        .target(
            name: "Reports", dependencies: ["Readings", "Series", "History", "Locking"],
            swiftSettings: strict),

        // The page.
        .target(
            name: "Web",
            dependencies: [
                "CWebAssets", "CZlib", "History", "Locking", "Readings", "Series", logging,
                lifecycle,
            ] + nio + http,
            exclude: ["API", "Assets"], swiftSettings: strict),

        // One actor per port.
        .target(
            name: "MeterChannel",
            dependencies: [
                "Locking", "Readings", "DSMR", "FrameCrypto", "Sensors", "Pipeline", "GPIO",
                "Serial",
                logging, lifecycle,
            ] + nio,
            swiftSettings: strict),

        // The programs.
        .target(
            name: "GatewayConfiguration",
            dependencies: ["Readings", "FrameCrypto", "Sensors", "Yams"],
            path: "Sources/Configuration", swiftSettings: strict),
        .executableTarget(
            name: "Gateway",
            dependencies: [
                "Locking", "Readings", "DSMR", "FrameCrypto", "Sensors", "Pipeline", "GPIO",
                "Serial", "MQTT", "History", "Series", "Reports", "Web", "MeterChannel",
                "GatewayConfiguration", "CProgram", logging, lifecycle, arguments,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ] + nio,
            swiftSettings: strict),
        .target(
            name: "Simulation", dependencies: ["Locking", "Readings", "DSMR", "FrameCrypto"],
            swiftSettings: strict),
        .executableTarget(
            name: "MeterSimulator", dependencies: ["Readings", "Simulation", arguments],
            swiftSettings: strict),

        // What the tests share, and the tests.
        .target(
            name: "TestSupport",
            dependencies: ["Locking", "Readings", "DSMR", "FrameCrypto", logging],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        .testTarget(
            name: "ReadingsTests", dependencies: ["Readings", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "DSMRTests", dependencies: ["DSMR", "Readings", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "FrameCryptoTests", dependencies: ["FrameCrypto", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "PipelineTests",
            dependencies: ["Pipeline", "DSMR", "FrameCrypto", "Readings", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "SensorsTests", dependencies: ["Sensors", "Readings", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "GPIOTests", dependencies: ["GPIO", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "SerialTests", dependencies: ["Serial", "Simulation", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: [
                "GatewayConfiguration", "Readings", "Sensors", "FrameCrypto", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Simulation", "GatewayConfiguration", "Readings", "DSMR", "FrameCrypto",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MQTTTests", dependencies: ["Locking", "MQTT", "TestSupport", logging],
            swiftSettings: strict),
        .testTarget(
            name: "MeterChannelTests",
            dependencies: [
                "Locking", "MeterChannel", "DSMR", "FrameCrypto", "Pipeline", "Readings", "Sensors",
                "Serial", "Simulation", "TestSupport", logging, lifecycle,
            ] + nio,
            swiftSettings: strict),
        .target(
            name: "CFileFaults", path: "Tests/CFileFaults",
            linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "LogWriter", dependencies: ["History", "Locking", "Readings", logging],
            path: "Tests/LogWriter", swiftSettings: strict),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "History", "Locking", "Readings", "Series", "CFileFaults", "LogWriter",
                "TestSupport",
                database, logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SeriesTests",
            dependencies: [
                "History", "Series", "Locking", "Readings", "FrameCrypto", "TestSupport",
                database, logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "Reports", "Readings", "Series", "History", "FrameCrypto", "Gateway",
                "TestSupport", logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "CZlib", "History", "Locking", "Readings", "Series", "TestSupport", "Web", logging,
                lifecycle,
            ] + nio + http,
            swiftSettings: strict),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["Locking", "Gateway", "MeterSimulator", "Simulation", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "Locking", "Gateway", "GatewayConfiguration", "MeterSimulator", "Simulation",
                "Readings", "DSMR",
                "FrameCrypto", "Pipeline", "MQTT", "History", "MeterChannel", "Series", "Web",
                "TestSupport", logging,
            ] + nio,
            swiftSettings: strict),
    ]
)
