// swift-tools-version: 6.1
import PackageDescription

// The rivals, in a package of their own: the product must never need OpenBLAS to build.
let package = Package(
    name: "sweep-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "sweep", path: "..")],
    targets: [
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
        .executableTarget(
            name: "OpenBLASRival",
            dependencies: ["COpenBLAS", .product(name: "SweepCore", package: "sweep")]),
    ],
    swiftLanguageModes: [.v6])
