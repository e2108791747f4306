// swift-tools-version: 6.1
import PackageDescription

// Coverage-guided fuzzing by libFuzzer, in a package of its own: all modules are built
// with `-sanitize=fuzzer`, for their coverage (`make fuzz`).
let package = Package(
    name: "sweep-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "sweep", path: "..")],
    targets: [
        .systemLibrary(name: "CLibFuzzer"),
        .executableTarget(
            name: "SweepFuzz", dependencies: ["CLibFuzzer", .product(name: "SweepCore", package: "sweep")]),
    ],
    swiftLanguageModes: [.v6])
