/// One function of an object file, as objdump prints it.
struct MachineFunction {
    struct Instruction {
        let address: Int
        /// Mnemonic and operands, AT&T syntax.
        let text: Substring

        var isFusedMultiplyAdd: Bool { text.hasPrefix("vfmadd") || text.hasPrefix("vfnmadd") }
        /// Whether it computes with floats: sums, products, quotients, roots, one or many at once.
        var isArithmetic: Bool {
            guard usesVectors else { return false }
            let name = text.prefix { $0 != " " }.drop { $0 == "v" }
            let kind = name.suffix(2)
            return isFusedMultiplyAdd
                || (["ps", "ss", "pd", "sd"].contains(kind) && ["add", "sub", "mul", "div", "sqrt"].contains(name.dropLast(2)))
        }
        /// Whether it compares floats, one or many at once, and keeps the answer for a selection.
        var isComparison: Bool {
            let name = text.prefix { $0 != " " }
            return name.hasPrefix("vcmp") && (name.hasSuffix("ps") || name.hasSuffix("ss"))
        }
        var isPacked: Bool { (text.prefix { $0 != " " }).hasSuffix("ps") }
        var usesVectors: Bool { text.contains("%xmm") || text.contains("%ymm") || text.contains("%zmm") }
        var usesStack: Bool { text.contains("(%rsp") || text.contains("(%rbp") }
        /// AVX and everything later.
        var isVectorExtension: Bool { text.hasPrefix("v") && usesVectors }

        /// Where a jump leads within its section.
        var target: Int? {
            guard text.first == "j" else { return nil }
            let operand = text.drop { $0 != " " }.drop { $0 == " " }.prefix { $0 != " " }
            return Int(operand, radix: 16)
        }
    }

    let name: String
    private(set) var instructions: [Instruction] = []

    /// The innermost loops that multiply and add.
    var hotLoops: [ArraySlice<Instruction>] { innermostLoops.filter { $0.contains(where: \.isFusedMultiplyAdd) } }

    /// Between a backward jump and its target, with no other such pair inside.
    var innermostLoops: [ArraySlice<Instruction>] {
        let start = instructions.first?.address ?? 0
        let loops = instructions.compactMap { jump in
            jump.target.flatMap { $0 <= jump.address && $0 >= start ? $0 ... jump.address : nil }
        }
        return loops.filter { outer in
            !loops.contains { $0 != outer && outer.contains($0.lowerBound) && outer.contains($0.upperBound) }
        }.compactMap { loop in
            guard let first = instructions.firstIndex(where: { $0.address == loop.lowerBound }),
                let last = instructions.firstIndex(where: { $0.address == loop.upperBound })
            else { return nil }
            return instructions[first ... last]
        }
    }

    /// The functions in the output of `objdump -d --no-show-raw-insn`.
    static func parse(_ listing: String) -> [MachineFunction] {
        var functions: [MachineFunction] = []
        for line in listing.split(separator: "\n") {
            if line.hasSuffix(">:"), let open = line.firstIndex(of: "<") {
                functions.append(MachineFunction(name: String(line[line.index(after: open)...].dropLast(2))))
            } else if let colon = line.firstIndex(of: ":"), !functions.isEmpty,
                let address = Int(line[..<colon].drop { $0 == " " }, radix: 16)
            {
                let text = line[line.index(after: colon)...].drop { $0 == "\t" || $0 == " " }
                functions[functions.count - 1].instructions.append(Instruction(address: address, text: text))
            }
        }
        return functions
    }

    private init(name: String) { self.name = name }
}
