import Testing

@testable import Core

@Suite struct LinearDecayTests {
    private static let n = 9
    private static let turn = [6, 3, 0, 7, 4, 1, 8, 5, 2]
    /// The turns by 90°, 180°, 270° of 3×3 images.
    private static let orbit: [[Int]] = {
        let half = turn.map { turn[$0] }
        return [turn, half, half.map { turn[$0] }]
    }()

    private func inputs(_ m: Int) -> [Float] {
        var stream = RandomStream(seed: 3, purpose: .test)
        return (0 ..< m * Self.n).map { _ in stream.unitFloat() * 2 - 1 }
    }

    /// Σ from its definition.
    private func sigma(_ x: [Float], _ permutations: [[Int]]) -> SquareMatrix {
        var sum = 0 * SquareMatrix.identity(Self.n)
        let m = x.count / Self.n
        for i in 0 ..< m {
            for g in permutations {
                let epsilon = (0 ..< Self.n).map { Double(x[i * Self.n + $0]) - Double(x[i * Self.n + g[$0]]) }
                sum = sum + SquareMatrix(rows: epsilon.map { a in epsilon.map { a * $0 } })
            }
        }
        return (1 / Double(m * permutations.count)) * sum
    }

    private func matrix(_ rows: DecayRows) -> SquareMatrix {
        SquareMatrix(rows: (0 ..< rows.count).map { i in (0 ..< rows.width).map { rows[i, $0] } })
    }

    private func start(_ outputs: Int) -> (weights: [Double], matrix: SquareMatrix, rows: DecayRows) {
        let weights = LinearDecay.initialWeights(seed: 4, outputs: outputs, pixels: Self.n)
        var rows = DecayRows(count: outputs, width: Self.n)
        for i in weights.indices { rows[i / Self.n, i % Self.n] = weights[i] }
        return (weights, matrix(rows), rows)
    }

    /// One pair (rank one, the proposition), fewer pairs than pixels, and many more.
    @Test(arguments: [(1, 1), (3, 1), (2, 3), (20, 3)]) func `closed forms against the matrix exponential`(
        m: Int, elements: Int
    ) throws {
        let permutations = Array(Self.orbit.prefix(elements))
        let x = inputs(m)
        let decay = try LinearDecay(inputs: x, count: m, pixels: Self.n, permutations: permutations)
        let sigma = sigma(x, permutations)
        let expected = sigma.eigenvaluesByQR
        for (a, b) in zip(decay.eigenvalues, expected) { #expect((a - b).magnitude < 1e-9) }
        let (_, w, rows) = start(4)
        let begin = DecayStart(rows, decay)
        for time in [0, 0.01, 1, 7, 100] {
            let found = matrix(decay.flow(begin, time: time))
            #expect(found.distance(to: w * (-time * sigma).exponential) < 1e-11, "\(time)")
        }
        for (rate, steps) in [(0.1, 1), (0.05, 37), (decay.stepBound * 0.9, 50), (decay.stepBound * 1.2, 20)] {
            let step = SquareMatrix.identity(Self.n) + (-rate * sigma)
            let found = matrix(decay.stepped(begin, learningRate: rate, steps: steps))
            #expect(found.distance(to: w * step.power(steps)) < 1e-11, "\(rate)")
        }
    }

    /// The proposition in numbers: e^(−t·εᵀε) along ε, and nothing else moves.
    @Test func `one pair decays along its difference alone`() throws {
        let x = inputs(1)
        let decay = try LinearDecay(inputs: x, count: 1, pixels: Self.n, permutations: [Self.turn])
        let epsilon = (0 ..< Self.n).map { Double(x[$0]) - Double(x[Self.turn[$0]]) }
        let square = epsilon.reduce(0) { $0 + $1 * $1 }
        #expect(decay.eigenvalues.count == 1 && (decay.largestEigenvalue - square).magnitude < 1e-14 * square)
        let (_, w, rows) = start(2)
        let found = matrix(decay.flow(DecayStart(rows, decay), time: 0.3))
        for c in 0 ..< 2 {
            let along = zip(w.rows[c], epsilon).reduce(0) { $0 + $1.0 * $1.1 } / square
            let lost = along * (1 - PortableMath.exp(-0.3 * square))
            for p in 0 ..< Self.n { #expect((found.rows[c][p] - (w.rows[c][p] - lost * epsilon[p])).magnitude < 1e-15) }
        }
    }

    @Test(arguments: [1, 3]) func `descent by steps`(elements: Int) throws {
        let permutations = Array(Self.orbit.prefix(elements))
        let x = inputs(5)
        let decay = try LinearDecay(inputs: x, count: 5, pixels: Self.n, permutations: permutations)
        let (weights, w, _) = start(4)
        let sigma = sigma(x, permutations)
        let rate = decay.stepBound / 20
        let run = try #require(try decay.run(weights: weights, outputs: 4, learningRate: rate, steps: 60, interval: 7))
        #expect(run.rows.map(\.step) == [0, 7, 14, 21, 28, 35, 42, 49, 56, 60])
        for row in run.rows {
            let expected = w * (SquareMatrix.identity(Self.n) + (-rate * sigma)).power(row.step)
            // ½·mean over the pairs of ‖W(x − gx)‖².
            let error = 0.5 * (0 ..< 4).reduce(0) { $0 + (expected * sigma * expected.transposed).rows[$1][$1] }
            #expect((row.invarianceError - error).magnitude < 1e-13)
            let values = (expected * expected.transposed).eigenvaluesByQR.map { max(0, $0).squareRoot() }
            for (a, b) in zip(row.singularValues, values) { #expect((a - b).magnitude < 1e-9) }
            #expect(row.distanceToSteps < 1e-14)
            #expect(row.time == rate * Double(row.step))
            let flow = w * (-row.time * sigma).exponential
            #expect((row.distanceToFlow - expected.distance(to: flow)).magnitude < 1e-12)
        }
        #expect(run.regime == .monotone && run.neverGrows && !run.diverged)
        for (before, after) in zip(run.rows, run.rows.dropFirst()) {
            #expect(after.invarianceError < before.invarianceError && after.sigmaMax <= before.sigmaMax)
        }
    }

    /// At one and the same t, a tenth of the step is a tenth of the way from the flow.
    @Test func `small steps follow the flow`() throws {
        let decay = try LinearDecay(inputs: inputs(4), count: 4, pixels: Self.n, permutations: [Self.turn])
        let weights = start(3).weights
        func distance(_ parts: Int) throws -> Double {
            let run = try decay.run(
                weights: weights, outputs: 3, learningRate: 0.5 / decay.largestEigenvalue / Double(parts), steps: 4 * parts,
                interval: 1000)
            return try #require(run?.rows.last).distanceToFlow
        }
        let ratio = try distance(10) / distance(100)
        #expect(ratio > 9 && ratio < 11)
        #expect(try distance(1000) < 1e-3)
    }

    @Test(arguments: [
        (0.3, DecayRun.Regime.monotone, true), (1.5, .alternating, true), (1.98, .alternating, true), (2.1, .growing, false),
    ]) func `the largest singular value never grows with small steps`(
        product: Double, regime: DecayRun.Regime, holds: Bool
    ) throws {
        for seed in 0 ..< 4 {
            let decay = try LinearDecay(inputs: inputs(6), count: 6, pixels: Self.n, permutations: Self.orbit)
            let run = try #require(
                try decay.run(
                    weights: LinearDecay.initialWeights(seed: UInt64(seed), outputs: 5, pixels: Self.n), outputs: 5,
                    learningRate: product / decay.largestEigenvalue, steps: 120))
            #expect(run.regime == regime && run.neverGrows == holds, "\(run.largestGrowth)")
            #expect(run.rows.count == 121 && run.rows.allSatisfy { $0.distanceToSteps < 1e-12 })
            if !holds {
                // In the end every step multiplies by |1 − ηλmax|.
                #expect((run.largestGrowth - 0.1).magnitude < 1e-3)
            }
        }
    }

    @Test func `steps far too large are told`() throws {
        let decay = try LinearDecay(inputs: inputs(2), count: 2, pixels: Self.n, permutations: [Self.turn])
        let run = try #require(try decay.run(weights: start(2).weights, outputs: 2, learningRate: 1e6, steps: 100))
        #expect(run.diverged && run.regime == .growing && !run.neverGrows)
        #expect(run.rows.count > 5 && run.rows.allSatisfy { $0.sigmaMax.isFinite && $0.invarianceError.isFinite })
    }

    @Test func `invariant inputs leave W as it is`() throws {
        let same = [Float](repeating: 0.7, count: Self.n)
        let decay = try LinearDecay(inputs: same, count: 1, pixels: Self.n, permutations: Self.orbit)
        #expect(decay.largestEigenvalue == 0 && decay.stepBound == .infinity)
        let run = try #require(try decay.run(weights: start(2).weights, outputs: 2, learningRate: 0.1, steps: 5))
        #expect(run.neverGrows && run.regime == .monotone && run.largestGrowth == 0)
        #expect(run.rows.allSatisfy { $0.invarianceError == 0 && $0.distanceToFlow == 0 && $0.distanceToSteps == 0 })
        #expect(Set(run.rows.map(\.sigmaMax)).count == 1)
    }

    @Test func `groups and permutations are the same`() throws {
        let group = try PermutationGroup(
            name: "turns", height: 3, width: 3,
            elements: [("e", Array(0 ..< 9))] + zip(["a", "b", "c"], Self.orbit).map { ($0, $1) })
        let x = inputs(2)
        let plain = try LinearDecay(inputs: x, count: 2, pixels: 9, permutations: Self.orbit)
        #expect(try LinearDecay(inputs: x, count: 2, group: group).differences == plain.differences)
        let one = try LinearDecay(inputs: x, count: 2, group: group, elements: [2])
        #expect(one.differences == (try LinearDecay(inputs: x, count: 2, pixels: 9, permutations: [Self.orbit[1]])).differences)
    }

    @Test func `stopping`() throws {
        let decay = try LinearDecay(inputs: inputs(2), count: 2, pixels: Self.n, permutations: [Self.turn])
        let stop = StopFlag()
        var last = -1
        let run = try decay.run(weights: start(2).weights, outputs: 2, learningRate: 0.1, steps: 50, stop: stop) { step in
            last = step
            if step == 9 { stop.raise() }
        }
        #expect(run == nil && last == 9)
    }

    @Test func `bad input`() throws {
        func message(_ body: () throws -> Void) -> String {
            do {
                try body()
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        func make(_ x: [Float], _ m: Int, _ permutations: [[Int]]) -> String {
            message { _ = try LinearDecay(inputs: x, count: m, pixels: Self.n, permutations: permutations) }
        }
        var x = inputs(2)
        #expect(make(x, 3, [Self.turn]) == "decay: expected 27 numbers (inputs × pixels), and at least one input, found 18")
        #expect(make(x, 2, []).hasPrefix("decay: expected at least one group element besides the identity"))
        #expect(make(x, 2, [Self.turn, [0, 1]]) == "decay, element 1: expected each pixel of 0…8 once")
        #expect(
            make(inputs(300), 300, [Self.turn, Self.turn]) == "decay of 300 inputs under 2 elements: expected at most "
                + "512 differences, found 600; take at most 256 inputs")
        x[13] = .infinity
        #expect(make(x, 2, [Self.turn]) == "decay, input 1, pixel 4: expected a finite number, found inf")
        let decay = try LinearDecay(inputs: inputs(1), count: 1, pixels: Self.n, permutations: [Self.turn])
        func run(_ weights: [Double], _ rate: Double = 0.1, _ steps: Int = 1, _ interval: Int = 1) -> String {
            message {
                _ = try decay.run(weights: weights, outputs: 2, learningRate: rate, steps: steps, interval: interval)
            }
        }
        let weights = start(2).weights
        #expect(run([1, 2]) == "decay: expected 2 × 9 weights, and at least one output, found 2")
        #expect(run([.nan] + weights.dropFirst()) == "decay: expected finite weights, found others")
        #expect(run(weights, 0) == "decay, learning rate: expected a positive number, found 0.0")
        #expect(run(weights, 0.1, -1) == "decay, steps: expected at least 0, found -1")
        #expect(run(weights, 0.1, 1, 0) == "decay, steps between rows: expected at least 1, found 0")
    }
}
