import Testing

@testable import Core

@Suite struct FaultLabelTests {
    @Test func `labels that no job has are told`() throws {
        var bench = try RunBench(methods: [.DA, .IR], seeds: [0])
        func unknown(_ text: String) throws -> [String] {
            try FaultPlan(environment: [FaultPlan.variable: text]).unknownLabels(bench.plan)
        }
        bench.spec.nu = .smallest(NuSearchSettings())
        #expect(try unknown("trap@R4 DA seed 0:1; hang@R4 IR logit ν=0.316 seed 0:2").isEmpty)
        #expect(
            try unknown("trap@R4 DA seed 1:1; trap@r4 DA seed 0:1; hang@R4 IR kl ν=1 seed 0:2; hang@R4 IR logit ν=1 seed 9:2")
                == ["R4 DA seed 1", "R4 IR kl ν=1 seed 0", "R4 IR logit ν=1 seed 9", "r4 DA seed 0"])
        #expect(try unknown("").isEmpty)
        bench.spec.nu = .values([1])
        #expect(try unknown("hang@R4 IR logit ν=1 seed 0:2; hang@R4 IR logit ν=2 seed 0:2") == ["R4 IR logit ν=2 seed 0"])
    }
}
