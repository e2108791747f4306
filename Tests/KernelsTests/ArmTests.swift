import Foundation
import Testing

/// What the compiler makes of the portable kernels on arm64, where they are the only ones.
@Suite(
    .enabled(
        if: ArmAssembly.compiler != nil,
        "needs swiftc on the PATH, with its embedded standard library for aarch64-none-none-elf"))
struct ArmTests {
    let assembly: ArmAssembly

    init() throws {
        // Tests/KernelsTests/ArmTests.swift
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        assembly = try ArmAssembly(
            sources: root.appendingPathComponent("Sources"), compiler: #require(ArmAssembly.compiler))
    }

    // One test, so that the sources are compiled once.
    @Test func `products use NEON's multiply-add, keep their tiles and call nothing`() throws {
        for (parts, tile) in [
            // Tiles of 6×16 and 4×16, and two panels of ink, in registers of 4; see RowBlock.swift.
            (["9productAB", "6stripe"], 24), (["10productATB", "4tile"], 16), (["10inkProduct", "4pass"], 16),
            (["11inkGradient", "4pass"], 16),
        ] {
            let loops = assembly.functions.filter { function in parts.contains { function.name.contains($0) } }
                .flatMap(\.innermostLoops).filter { $0.contains(where: ArmAssembly.isFusedMultiplyAdd) }
            let largest = loops.map { $0.count(where: ArmAssembly.isFusedMultiplyAdd) }.max() ?? 0
            #expect(largest >= tile, "\(parts[0]): \(largest) multiply-adds in the largest loop, expected \(tile)")
            for loop in loops {
                let listing = loop.joined(separator: "\n")
                #expect(
                    loop.filter(ArmAssembly.isFusedMultiplyAdd).allSatisfy { $0.contains(".4s") },
                    "\(parts[0]): multiply-adds that are not packed:\n\(listing)")
                #expect(!loop.contains { $0.contains("[sp") }, "\(parts[0]): registers on the stack:\n\(listing)")
                #expect(!loop.contains { $0.hasPrefix("bl\t") }, "\(parts[0]): a call in the loop:\n\(listing)")
            }
        }
        let called = assembly.functions.flatMap(\.lines).compactMap { line -> Substring? in
            let words = line.split(whereSeparator: { " \t".contains($0) })
            return words.count == 2 && words[0] == "bl" ? words[1] : nil
        }
        #expect(called.contains { $0.contains("Kernels") }, "the reader of assembly sees no calls at all")
        let forbidden: Set<Substring> = ["fma", "fmaf", "exp", "expf", "log", "logf", "pow", "powf", "sqrtf"]
        #expect(called.filter { forbidden.contains($0) }.isEmpty)
    }
}
