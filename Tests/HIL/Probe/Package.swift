// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// The GPIO and serial handles alone, as a program for the emulated machine.
///
/// A package of its own, so that it builds in seconds and against either libgpiod.
let package = Package(
    name: "hil-probe",
    targets: [
        .systemLibrary(name: "CGPIOD", pkgConfig: "libgpiod", providers: [.apt(["libgpiod-dev"])]),
        .target(name: "CGPIO", dependencies: ["CGPIOD"]),
        .target(name: "GPIO", dependencies: ["CGPIO"]),
        .target(name: "Serial"),
        .executableTarget(
            name: "hil-probe", dependencies: ["GPIO", "Serial"], path: "Sources/Probe"),
    ]
)
