import Testing

/// The reader of objdump's output, without which SymbolTests would pass whatever the compiler did.
@Suite struct MachineFunctionTests {
    static let listing = """

        ProductAB.swift.o:     file format elf64-x86-64

        Disassembly of section .text:

        0000000000000010 <$s1K9productAB>:
          10:\tvmovups %ymm0,0x20(%rsp)
          18:\txor    %eax,%eax
          20:\tinc    %rax
          28:\tvbroadcastss (%rdi,%rax,4),%ymm1
          30:\tvfmadd231ps (%rsi),%ymm1,%ymm0
          38:\tvmovaps %ymm0,-0x40(%rbp)
          40:\tcmp    %rdx,%rax
          48:\tjb     28 <$s1K9productAB+0x18>
          50:\tdec    %rcx
          58:\tjne    20 <$s1K9productAB+0x10>
          60:\tjmp    80 <$s1K9productAB+0x70>
          80:\tret
        0000000000000090 <other>:
          90:\tvfmadd231ss %xmm1,%xmm2,%xmm3
          98:\tret
        """

    @Test func innermostLoopsThatMultiplyAndAdd() throws {
        let functions = MachineFunction.parse(Self.listing)
        #expect(functions.map(\.name) == ["$s1K9productAB", "other"])
        #expect(functions.map(\.instructions.count) == [12, 2])
        #expect(functions[1].hotLoops.isEmpty)
        let loop = try #require(functions[0].hotLoops.first)
        #expect(functions[0].hotLoops.count == 1)
        #expect(loop.map(\.address) == [0x28, 0x30, 0x38, 0x40, 0x48])
        let multiplyAdds = loop.filter(\.isFusedMultiplyAdd)
        #expect(multiplyAdds.map(\.address) == [0x30])
        let spills = loop.filter { $0.usesVectors && $0.usesStack }
        #expect(spills.map(\.address) == [0x38])
    }

    @Test func loopsOfAnyKindAndArithmetic() {
        let functions = MachineFunction.parse(Self.listing)
        #expect(functions[0].innermostLoops.count == 1 && functions[1].innermostLoops.isEmpty)
        let found = MachineFunction.parse(
            """
            0000000000000010 <f>:
              10:\tvaddps (%rsi),%zmm1,%zmm0
              18:\tvpaddd %ymm1,%ymm1,%ymm0
              20:\taddss  %xmm1,%xmm0
              28:\tsqrtsd %xmm1,%xmm0
              30:\tvmovaps %ymm0,%ymm1
              38:\tdec    %rcx
              40:\tjne    10 <f>
            """)
        #expect(found[0].instructions.map(\.isArithmetic) == [true, false, true, true, false, false, false])
        #expect(found[0].innermostLoops.map(\.count) == [7] && found[0].hotLoops.isEmpty)
    }

    @Test func comparisons() {
        let found = MachineFunction.parse(
            """
            0000000000000010 <f>:
              10:\tvcmpltps %ymm7,%ymm1,%ymm6
              18:\tvcmpless %xmm6,%xmm4,%k0
              20:\tvpcmpeqd %ymm1,%ymm2,%ymm3
              28:\tcmp    %rdx,%rax
            """).flatMap(\.instructions)
        #expect(found.map(\.isComparison) == [true, true, false, false])
        #expect(found.map(\.isPacked) == [true, false, false, false])
    }

    @Test func packedAndScalar() {
        let instructions = MachineFunction.parse(Self.listing).flatMap(\.instructions).filter(\.isFusedMultiplyAdd)
        #expect(instructions.map(\.isPacked) == [true, false])
        #expect(instructions.map(\.isVectorExtension) == [true, true])
    }
}
