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
        /// Multiply-adds of one step of the tiles of productAB and productATB, and of the narrow ones (see
        /// RowBlock.swift).
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
            // Builds for testing keep the metadata of internal types, and with it these helpers; the
            // product has none of them.
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
            ("narrowProductAB", ["15narrowProductAB"], module.tile),
            ("narrowProductATB", ["16narrowProductATB"], module.gradientTile),
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

    /// What a kernel's innermost loops must hold, by source file.
    struct Kernel: Sendable, CustomTestStringConvertible {
        let source: String
        /// Of multiply-adds, or of any arithmetic where there are none, in the largest loop: with
        /// vectors of 8 (AVX2) and of 16 (AVX-512).
        let operations: (narrow: Int, wide: Int)
        var multipliesAndAdds = false
        var testDescription: String { source }
    }

    static let kernels = [
        // Eight accumulators, in the columns of two panels or of four.
        Kernel(source: "InkProduct", operations: (8, 8), multipliesAndAdds: true),
        Kernel(source: "InkGradient", operations: (8, 8), multipliesAndAdds: true),
        Kernel(source: "Adam", operations: (13, 13)),
        Kernel(source: "ColumnSums", operations: (16, 8)),
        Kernel(source: "RowAddition", operations: (4, 2)),
    ]

    @Test("loops in whole registers, without calls, nothing on the stack", arguments: wide, kernels)
    func registers(module: Module, kernel: Kernel) throws {
        let functions = try ObjectFiles(module: module.name).functions(
            #require(ObjectFiles.objdump), of: kernel.source)
        let counts: (MachineFunction.Instruction) -> Bool = {
            kernel.multipliesAndAdds ? $0.isFusedMultiplyAdd : $0.isArithmetic
        }
        let loops = functions.flatMap(\.innermostLoops).filter { $0.contains(where: counts) }
        let largest = loops.map { $0.count(where: counts) }.max() ?? 0
        let expected = module.register == "%zmm" ? kernel.operations.wide : kernel.operations.narrow
        #expect(largest >= expected, "\(largest) operations in the largest loop")
        for loop in loops {
            let listing = loop.map { String($0.text) }.joined(separator: "\n")
            #expect(
                loop.filter(\.isArithmetic).allSatisfy { $0.isPacked && $0.text.contains(module.register) },
                "arithmetic that is not packed in \(module.register):\n\(listing)")
            #expect(!loop.contains { $0.usesVectors && $0.usesStack }, "registers on the stack:\n\(listing)")
            #expect(!loop.contains { $0.text.hasPrefix("call") }, "a call in the loop:\n\(listing)")
        }
    }

    /// Looking bytes up in a table is loads, one at a time: AVX-512's gather of floats reads no faster
    /// from the first-level cache.
    @Test("gathering neither calls nor spills", arguments: wide.map(\.name) + ["Kernels"])
    func gathering(module: String) throws {
        let functions = try ObjectFiles(module: module).functions(#require(ObjectFiles.objdump), of: "Gather")
        let loops = functions.flatMap(\.innermostLoops)
        #expect(!loops.isEmpty)
        for loop in loops {
            let listing = loop.map { String($0.text) }.joined(separator: "\n")
            #expect(!loop.contains { $0.text.hasPrefix("call") || $0.usesVectors && $0.usesStack }, "\(listing)")
        }
    }

    @Test("the exponential works on whole registers", arguments: wide)
    func exponential(module: Module) throws {
        let functions = try ObjectFiles(module: module.name).functions(#require(ObjectFiles.objdump), of: "ExpLog")
            .filter { $0.name.contains("12exponentials") }
        let loop = try #require(functions.flatMap(\.innermostLoops).max { $0.count < $1.count })
        let listing = loop.map { String($0.text) }.joined(separator: "\n")
        let operations = loop.filter(\.isArithmetic)
        // Range reduction, seven terms and scaling are 22, of a panel row.
        #expect(operations.count >= 22 * (module.register == "%zmm" ? 2 : 4))
        #expect(operations.allSatisfy { $0.isPacked && $0.text.contains(module.register) }, "\(listing)")
        #expect(!loop.contains { $0.text.hasPrefix("call") }, "a call in the loop:\n\(listing)")
        // AVX2's 16 registers do not hold all constants beside a panel row.
        if module.register == "%zmm" {
            #expect(!loop.contains { $0.usesVectors && $0.usesStack }, "registers on the stack:\n\(listing)")
        }
    }

    @Test("softmax and its regularisers loop over no lanes", arguments: wide, ["CrossEntropy", "InvarianceError"])
    func softmax(module: Module, source: String) throws {
        let functions = try ObjectFiles(module: module.name).functions(#require(ObjectFiles.objdump), of: source)
        let packed = functions.flatMap(\.instructions).filter { $0.isArithmetic && $0.isPacked }
        #expect(packed.count { $0.text.contains(module.register) } >= 6)
        // A row's logarithm, its sums' last steps and its quotients are scalar; arithmetic lane by lane
        // would be hundreds.
        let scalar = functions.flatMap(\.instructions).filter { $0.isArithmetic && !$0.isPacked }
        #expect(scalar.count < 100, "\(scalar.count) scalar operations")
    }

    /// The library's functions that a kernel may call; everything else is arithmetic that the
    /// compiler did not find an instruction for, or a generic of the standard library.
    @Test("nothing but memory and the runtime is called", arguments: wide.map(\.name) + ["Kernels"])
    func outside(module: String) throws {
        let allowed: Set = ["memcpy", "memmove", "memset", "sqrt"]
        let found = try symbols(module).filter { symbol in
            symbol.kind == "U" && !allowed.contains(symbol.name) && !symbol.name.hasPrefix("swift_")
                && !symbol.name.contains("\(module.count)\(module)")
                // Descriptors of the standard library's types, and how () is copied: data.
                && !(symbol.name.hasPrefix("$ss") && symbol.name.hasSuffix("Mn")) && symbol.name != "$sytWV"
        }
        #expect(found.isEmpty, "\(module) needs \(Set(found.map(\.name)).sorted().joined(separator: ", "))")
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
