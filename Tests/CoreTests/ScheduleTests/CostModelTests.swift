import Testing

@testable import Core

@Suite struct CostModelTests {
    @Test func assumesUntilItHasMeasured() {
        var model = CostModel(assumedSpeed: 1e9)
        #expect(model.seconds("train", multiplyAdds: 5e9) == 5)
        model.measured("train", multiplyAdds: 4e9, seconds: 2)
        #expect(model.seconds("train", multiplyAdds: 6e9) == 3)
        // Of other kinds it knows only what it saw of this one.
        #expect(model.seconds("measure", multiplyAdds: 6e9) == 3)
        model.measured("measure", multiplyAdds: 1e9, seconds: 1)
        #expect(model.seconds("measure", multiplyAdds: 6e9) == 6)
        #expect(model.seconds("train", multiplyAdds: 6e9) == 3)
    }

    @Test func whatIsAssumedFollowsTheInstructionSet() {
        let speeds = InstructionSet.allCases.map(CostModel.assumedSpeed(of:))
        #expect(speeds == speeds.sorted() && Set(speeds).count == 3)
        #expect(CostModel().assumedSpeed == CostModel.assumedSpeed(of: .avx2))
        for set in InstructionSet.allCases {
            let machine = CostHistory.Machine(host: "here", instructionSet: set.rawValue)
            let costs = KnownResults().costs(of: machine) { _, _, _ in [] }
            #expect(costs.assumedSpeed == CostModel.assumedSpeed(of: set))
        }
        let unknown = CostHistory.Machine(host: "here", instructionSet: "amx")
        #expect(KnownResults().costs(of: unknown) { _, _, _ in [] } == CostModel())
    }

    @Test func followsAMachineThatSlowsDown() {
        var model = CostModel(assumedSpeed: 1e9)
        for _ in 0 ..< 100 { model.measured("train", multiplyAdds: 1e9, seconds: 1) }
        for _ in 0 ..< 100 { model.measured("train", multiplyAdds: 1e9, seconds: 2) }
        let seconds = model.seconds("train", multiplyAdds: 1e9)
        #expect(seconds > 1.98 && seconds <= 2)
    }

    @Test(arguments: [0, -1, Double.nan, .infinity])
    func nonsenseTeachesNothing(_ value: Double) {
        var model = CostModel(assumedSpeed: 2e9)
        model.measured("train", multiplyAdds: value, seconds: 1)
        model.measured("train", multiplyAdds: 1, seconds: value)
        #expect(model.speed("train") == 2e9)
        #expect(model.seconds("train", multiplyAdds: value) == 0)
        #expect(CostModel(assumedSpeed: value) == CostModel())
    }
}
