// swift-tools-version: 6.1
import PackageDescription

// The kernels are compiled once per instruction set from the same sources (the files in
// Sources/KernelsAVX2 and Sources/KernelsAVX512 are symbolic links into Sources/Kernels); the
// program chooses one at start. They are optimised in debug builds too, but file by file: training
// in a debug build is slow, and the tests are run in release (`make test`). `unsafeFlags` is what
// SwiftPM offers for instruction sets, and is allowed in a root package.
func kernels(_ name: String, define: String?, march: String?) -> Target {
    .target(
        name: name,
        dependencies: ["CRegisters"],
        swiftSettings: [
            .unsafeFlags(["-Ounchecked", "-enforce-exclusivity=unchecked"]
                + (march.map { ["-Xcc", "-march=\($0)"] } ?? []))
        ] + (define.map { [.define($0)] } ?? []))
}

#if arch(x86_64)
let wideKernels = [
    kernels("KernelsAVX2", define: "KERNELS_AVX2", march: "x86-64-v3"),
    kernels("KernelsAVX512", define: "KERNELS_AVX512", march: "x86-64-v4"),
]
#else
let wideKernels: [Target] = []
#endif

let package = Package(
    name: "sweep",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "sweep", targets: ["Sweep"]),
        // For Benchmarks/, which runs the kernels beside their rivals.
        .library(name: "SweepCore", targets: ["Core"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"]), .brew(["hwloc"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
        .systemLibrary(name: "CRegisters"),
        .target(name: "CCPUFeatures"),
        kernels("Kernels", define: nil, march: nil),
    ] + wideKernels + [
        .target(
            name: "Core",
            dependencies: [
                "CHwloc", "CZlib", "CCairo", "CCPUFeatures", "CRegisters", "Kernels",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ] + wideKernels.map { .target(name: $0.name) }),
        // The commit that the program is built from, asked of git at each build.
        .plugin(name: "RevisionPlugin", capability: .buildTool()),
        .target(name: "BuildRevision", plugins: ["RevisionPlugin"]),
        .systemLibrary(name: "CBuildRevision"),
        .executableTarget(
            name: "Sweep",
            dependencies: [
                "Core", "BuildRevision", "CBuildRevision",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // Plain Swift versions of the kernels, for their tests alone.
        .target(name: "KernelReference"),
        // malloc and its kin for the test program alone: counts what an epoch takes from the heap.
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .testTarget(name: "KernelsTests", dependencies: ["Core", "KernelReference"]),
        .testTarget(name: "CoreTests", dependencies: ["Core", "CAllocationCounter"], resources: [.copy("Fixtures")]),
        .testTarget(name: "SweepTests", dependencies: ["Core", "Sweep"]),
    ],
    swiftLanguageModes: [.v6])
