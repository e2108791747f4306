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
    @Test func `kernels use NEON in whole registers, keep their tiles and call nothing`() throws {
        for (parts, tile) in [
            // Tiles of 6×16 and 4×16, and two panels of ink, in registers of 4; see RowBlock.swift.
            (["9productAB", "6stripe"], 24), (["10productATB", "4tile"], 16), (["10inkProduct", "4pass"], 16),
            (["11inkGradient", "4pass"], 16), (["15narrowProductAB"], 24), (["16narrowProductATB"], 16),
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
        checkRunsAndPooling()
        let called = assembly.functions.flatMap(\.lines).compactMap { line -> Substring? in
            let words = line.split(whereSeparator: { " \t".contains($0) })
            return words.count == 2 && words[0] == "bl" ? words[1] : nil
        }
        #expect(called.contains { $0.contains("Kernels") }, "the reader of assembly sees no calls at all")
        let forbidden: Set<Substring> = ["fma", "fmaf", "exp", "expf", "log", "logf", "pow", "powf", "sqrtf"]
        #expect(called.filter { forbidden.contains($0) }.isEmpty)
    }

    /// What RunSymbolTests asks of the wide kernels.
    private func checkRunsAndPooling() {
        for (name, operations, scalars) in [
            // Least number of packed operations in the largest loop, and most operations on one number (a
            // run's weight and its sign, two walks of it; the bisection of one unit and the place of a step).
            ("7poolMax", 2, 0), ("15poolMaxGradient", 1, 0), ("8poolMean", 1, 0), ("16poolMeanGradient", 1, 0),
            ("10pooledRuns", 12, 0), ("18pooledRunGradients", 12, 0), ("8findRuns", 12, 0), ("5share", 12, 0),
            ("11LargestLineO5slope", 12, 0), ("7rayEnds", 16, 0), ("15runGradientSums", 8, 0), ("9logitRows", 8, 2),
            ("17logitRunGradients", 16, 8), ("10refineRuns", 8, 20),
        ] {
            let functions = assembly.functions.filter { $0.name.contains("Kernels\(name)") }
            #expect(!functions.isEmpty, "no \(name)")
            let found = functions.flatMap(\.lines).filter(ArmAssembly.computes)
            let single = found.filter { !$0.contains(".4s") }
            #expect(single.count <= scalars, "\(name): not in whole registers:\n\(single.joined(separator: "\n"))")
            let loops = functions.flatMap(\.innermostLoops).filter { $0.contains(where: ArmAssembly.computes) }
            let largest = loops.map { $0.count { ArmAssembly.computes($0) && $0.contains(".4s") } }.max() ?? 0
            #expect(largest >= operations, "\(name): \(largest) operations in the largest loop")
            for loop in loops {
                let listing = loop.joined(separator: "\n")
                #expect(!loop.contains { $0.hasPrefix("bl\t") }, "\(name): a call in the loop:\n\(listing)")
                // There bytes of the pattern pass through the stack on their way to becoming masks, and no
                // vector does: nothing is kept there, but the loop is not free of it.
                if name != "15runGradientSums" {
                    #expect(!loop.contains { $0.contains("[sp") }, "\(name): registers on the stack:\n\(listing)")
                }
            }
            let helpers = functions.flatMap(\.lines).filter { $0.hasPrefix("bl\t") && $0.contains("PanelRowV") }
            #expect(helpers.isEmpty, "\(name): not inlined: \(helpers.joined(separator: ", "))")
        }
    }
}
