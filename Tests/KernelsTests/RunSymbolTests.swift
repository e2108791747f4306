#if os(Linux) && arch(x86_64)
import Testing

/// What the compiler made of the kernels of runs (integrated gradients) and of pooling: comparisons
/// and selections more than sums. One helper of a panel row that is called instead of inlined would
/// take every vector through memory, and no result would show it.
@Suite(
    .enabled(
        if: ObjectFiles.nm != nil && ObjectFiles.objdump != nil,
        "needs nm and objdump (package binutils) on the PATH to look at the compiled kernels"))
struct RunSymbolTests {
    typealias Loop = ArraySlice<MachineFunction.Instruction>

    /// A source file, and what its functions may and must hold.
    struct Kernel: Sendable, CustomTestStringConvertible {
        let source: String
        /// How the symbols of its functions begin, behind the module's name.
        let functions: [String]
        /// The same, of functions that may have been inlined everywhere.
        var inlined: [String] = []
        /// Least number of packed sums, products and comparisons in the largest loop without calls, with
        /// vectors of 8 (AVX2) and of 16 (AVX-512).
        let operations: (narrow: Int, wide: Int)
        /// Most operations on one number, in all functions. Lane by lane there would be hundreds.
        var scalars = 0
        /// Most packed operations of one function in other registers than the widest.
        var narrow = 0
        var testDescription: String { source }
    }

    static let kernels = [
        // Two comparisons: which is larger, and whether it is a number.
        Kernel(
            source: "OrbitPooling", functions: ["7poolMax", "15poolMaxGradient", "8poolMean", "16poolMeanGradient"],
            operations: (2, 2)),
        // Half a panel: product, sum and a comparison with the other lines.
        Kernel(
            source: "PooledRuns", functions: ["10pooledRuns", "18pooledRunGradients", "8findRuns", "5share"],
            operations: (6, 3)),
        // Half a panel is returned in four registers of four, and its last operation made in them.
        Kernel(
            source: "RayPooling", functions: ["11LargestLineO"], inlined: ["11MeanOfLinesO"], operations: (6, 3),
            narrow: 4),
        Kernel(source: "Ray", functions: ["7rayEnds"], operations: (8, 4)),
        // A panel row of multiply-adds for one unit that changes. The weight of a run is one difference of
        // doubles.
        Kernel(
            source: "RunGradients", functions: ["15runGradientSums", "9logitRows", "17logitRunGradients"],
            operations: (8, 8), scalars: 6),
        // ReLU at the ends of a run. The bisection is of one unit: it has no neighbours to share registers
        // with.
        Kernel(
            source: "RunRefinement", functions: ["10refineRuns"], inlined: ["4Span"], operations: (4, 2), scalars: 20),
    ]

    @Test("runs and pooling in whole registers, without helpers of a row", arguments: SymbolTests.wide, kernels)
    func wholeRegisters(module: SymbolTests.Module, kernel: Kernel) throws {
        let objects = try ObjectFiles(module: module.name)
        let symbols = try objects.symbols(#require(ObjectFiles.nm), of: kernel.source)
        // PanelRow.replacing and its like, called or copied into this file.
        let helpers = symbols.filter { $0.name.contains("PanelRowV") || $0.name.contains("PanelMaskV") }
        #expect(helpers.isEmpty, "not inlined: \(helpers.map(\.name).joined(separator: ", "))")
        // What is called for all lines of an orbit at once may be a call.
        let called = symbols.filter { symbol in
            symbol.kind == "U" && symbol.name.contains(Self.prefix(module))
                && !["11LargestLineO", "11MeanOfLinesO"].contains { symbol.name.hasPrefix(Self.prefix(module) + $0) }
        }
        #expect(called.isEmpty, "calls \(called.map(\.name).joined(separator: ", "))")

        let functions = try functions(module, kernel)
        for name in kernel.functions {
            #expect(functions.contains { $0.name.hasPrefix(Self.prefix(module) + name) }, "no \(name)")
        }
        for function in functions {
            let operations = function.instructions.filter(Self.computes)
            #expect(operations.contains { $0.isPacked }, "\(function.name) computes nothing")
            let narrow = operations.filter { $0.isPacked && !$0.text.contains(module.register) }
            let list = narrow.map { String($0.text) }.joined(separator: "; ")
            #expect(narrow.count <= kernel.narrow, "\(function.name): not in \(module.register): \(list)")
        }
        let scalars = functions.flatMap(\.instructions).filter { Self.computes($0) && !$0.isPacked }
        let list = scalars.map { String($0.text) }.joined(separator: "; ")
        #expect(scalars.count <= kernel.scalars, "\(scalars.count) on one number: \(list)")
    }

    @Test("loops of runs and pooling call nothing and stay in registers", arguments: SymbolTests.wide, kernels)
    func loops(module: SymbolTests.Module, kernel: Kernel) throws {
        var largest = 0
        for function in try functions(module, kernel) {
            for loop in function.innermostLoops where loop.contains(where: { Self.computes($0) && $0.isPacked }) {
                let listing = loop.map { String($0.text) }.joined(separator: "\n")
                guard !loop.contains(where: { $0.text.hasPrefix("call") }) else {
                    // What goes around a call is saved before it: a step of the bisection, not a line.
                    #expect(function.name.contains("8findRuns"), "\(function.name) calls in a loop:\n\(listing)")
                    continue
                }
                largest = max(largest, loop.count { Self.computes($0) && $0.isPacked })
                if !Self.walksRuns(loop, of: function) {
                    #expect(
                        !loop.contains { $0.usesVectors && $0.usesStack },
                        "\(function.name): registers on the stack:\n\(listing)")
                }
            }
        }
        let expected = module.register == "%zmm" ? kernel.operations.wide : kernel.operations.narrow
        #expect(largest >= expected, "\(largest) operations in the largest loop")
    }

    /// Builds for testing keep, besides, what is used by no kernel: witnesses of protocols, accessors.
    private func functions(_ module: SymbolTests.Module, _ kernel: Kernel) throws -> [MachineFunction] {
        let all = try ObjectFiles(module: module.name).functions(#require(ObjectFiles.objdump), of: kernel.source)
        return all.filter { function in
            (kernel.functions + kernel.inlined).contains { function.name.hasPrefix(Self.prefix(module) + $0) }
                && !function.name.hasSuffix("TW") && !function.name.hasSuffix("Ma")
        }
    }

    private static func prefix(_ module: SymbolTests.Module) -> String { "$s\(module.name.count)\(module.name)" }

    private static func computes(_ instruction: MachineFunction.Instruction) -> Bool {
        instruction.isArithmetic || instruction.isComparison
    }

    /// The way from run to run in `logitRunGradients`, told by the weight of the run, a difference of
    /// doubles. The eight accumulators live through it beside the factor and what is loaded: AVX2's 16
    /// registers do not hold the copies that the compiler makes of them, and it keeps some in memory. The
    /// loop inside, over the units that change, has its accumulators in registers, and is checked.
    private static func walksRuns(_ loop: Loop, of function: MachineFunction) -> Bool {
        function.name.contains("17logitRunGradients") && loop.contains { $0.text.hasPrefix("vsubsd") }
    }
}
#endif
