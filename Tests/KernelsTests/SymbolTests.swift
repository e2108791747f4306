#if os(Linux) && arch(x86_64)
import Testing

/// What the compiler made of the kernels. A change of compiler could cost 250 times the speed (calls
/// to fmaf), some of it (accumulators in memory), or crash older CPUs (wide instructions in functions
/// that the linker merges), and no result would show it.
@Suite(
    .enabled(
        if: ObjectFiles.nm != nil && ObjectFiles.objdump != nil,
        "needs nm and objdump (package binutils) on the PATH to look at the compiled kernels"))
struct SymbolTests {
    /// A kernel module and what its product loops look like.
    struct Module: Sendable, CustomTestStringConvertible {
        let name: String
        let register: String
        /// Multiply-adds of one step of the tiles of productAB and productATB (see RowBlock.swift).
        let tile: Int
        let gradientTile: Int

        var testDescription: String { name }
    }

    static let wide = [
        Module(name: "KernelsAVX2", register: "%ymm", tile: 12, gradientTile: 8),
        Module(name: "KernelsAVX512", register: "%zmm", tile: 24, gradientTile: 16),
    ]

    private func symbols(_ module: String) throws -> [ObjectFiles.Symbol] {
        try ObjectFiles(module: module).symbols(#require(ObjectFiles.nm))
    }

    private func functions(_ module: String) throws -> [MachineFunction] {
        try ObjectFiles(module: module).functions(#require(ObjectFiles.objdump))
    }

    /// The linker keeps one of several weak functions of a name, for the whole program. A name that
    /// contains the module's cannot be another module's as well; any other can be.
    @Test("no function that another module could get", arguments: wide)
    func weakFunctions(module: Module) throws {
        let symbols = try symbols(module.name)
        #expect(symbols.contains { $0.kind == "T" && $0.name.contains("productAB") }, "nm shows no kernels")
        let weak = symbols.filter { symbol in
            // Builds for testing keep the metadata of internal types, and with it these copies of
            // structs; the product has none of them.
            symbol.kind == "W" && !symbol.name.contains("\(module.name.count)\(module.name)")
                && !symbol.name.hasPrefix("__swift_memcpy") && !symbol.name.hasPrefix("__swift_noop")
        }
        #expect(weak.isEmpty, "weak functions in \(module.name): \(weak.map(\.name).joined(separator: ", "))")
    }

    @Test("no calls of the C library's multiply-add, exponential or logarithm", arguments: wide.map(\.name) + ["Kernels"])
    func undefined(module: String) throws {
        let forbidden: Set = ["fma", "fmaf", "exp", "expf", "log", "logf", "pow", "powf"]
        let called = try symbols(module).filter { $0.kind == "U" && forbidden.contains($0.name) }
        #expect(called.isEmpty, "\(module) calls \(called.map(\.name).joined(separator: ", "))")
    }

    @Test("the products' loops keep their tile in registers", arguments: wide)
    func hotLoops(module: Module) throws {
        let functions = try functions(module.name)
        for (product, parts, tile) in [
            ("productAB", ["9productAB", "6stripe"], module.tile),
            ("productATB", ["10productATB", "4tile"], module.gradientTile),
            ("peakFMA", ["7peakFMA"], 12),
        ] {
            let loops = functions.filter { function in parts.contains { function.name.contains($0) } }.flatMap(\.hotLoops)
            let largest = loops.map { $0.count(where: \.isFusedMultiplyAdd) }.max() ?? 0
            #expect(largest >= tile, "\(product): \(largest) multiply-adds in the largest loop, expected \(tile)")
            for loop in loops {
                let listing = loop.map { String($0.text) }.joined(separator: "\n")
                #expect(
                    loop.filter(\.isFusedMultiplyAdd).allSatisfy { $0.isPacked && $0.text.contains(module.register) },
                    "\(product): multiply-adds that are not packed in \(module.register):\n\(listing)")
                #expect(
                    !loop.contains { $0.usesVectors && $0.usesStack }, "\(product): registers on the stack:\n\(listing)")
                #expect(!loop.contains { $0.text.hasPrefix("call") }, "\(product): a call in the loop:\n\(listing)")
            }
        }
    }

    @Test("the portable kernels run on every x86-64, those of AVX2 without AVX-512")
    func narrowInstructions() throws {
        let portable = try functions("Kernels")
        #expect(portable.contains { $0.name.contains("productAB") }, "objdump shows no kernels")
        for function in portable {
            let wide = function.instructions.filter(\.isVectorExtension)
            #expect(wide.isEmpty, "\(function.name): \(wide.first?.text ?? "")")
        }
        for function in try functions("KernelsAVX2") {
            let wide = function.instructions.filter { $0.text.contains("%zmm") || $0.text.contains("%k") }
            #expect(wide.isEmpty, "\(function.name): \(wide.first?.text ?? "")")
        }
    }
}
#endif
