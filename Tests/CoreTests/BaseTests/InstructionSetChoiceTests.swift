import Testing

@testable import Core

@Suite struct InstructionSetChoiceTests {
    @Test func reasons() {
        let all: [InstructionSet] = [.portable, .avx2, .avx512]
        #expect(
            InstructionSetChoice(chosen: .avx512, available: all, isOverridden: false).reason
                == "the widest that this CPU runs (by cpuid); SWEEP_ISA=avx2 would choose others")
        #expect(
            InstructionSetChoice(chosen: .avx2, available: all, isOverridden: true).reason
                == "SWEEP_ISA says so; this CPU also runs portable, avx512")
        #expect(
            InstructionSetChoice(chosen: .portable, available: [.portable], isOverridden: false).reason
                == "the only ones that this CPU runs")
    }

    @Test func fromTheEnvironment() throws {
        let plain = try InstructionSetChoice(environment: [:])
        #expect(!plain.isOverridden)
        #expect(plain.chosen == plain.available.last)
        let named = try InstructionSetChoice(environment: ["SWEEP_ISA": "portable"])
        #expect(named.isOverridden)
        #expect(named.chosen == .portable)
        #expect(throws: InstructionSetError.unknown("mmx")) {
            try InstructionSetChoice(environment: ["SWEEP_ISA": "mmx"])
        }
    }
}
