import Core
import KernelReference
import Testing

/// Steps of Adam.
@Suite struct AdamTests {
    /// The program's settings, as the kernel gets them.
    static let beta1 = 0.9
    static let beta2 = 0.999
    static let epsilon: Float = 1e-8
    static let learningRate = 0.0008

    /// Gradients of very different size, with zeros, as rarely active weights have them.
    static func gradient(_ count: Int, step: Int) -> [Float] {
        randomFloats(count, index: 80 + step).enumerated().map { i, g in
            i % 7 == 0 ? 0 : g * [1, 1e-3, 1e-6, 50][i % 4]
        }
    }

    @Test("bits of the reference in float; several steps against double", arguments: availableSets)
    func steps(set: InstructionSet) {
        for count in [32, 64, 96, 1024] {
            let start = randomFloats(count, index: 90)
            var parameters = start
            var m = [Float](repeating: 0, count: count)
            var v = m
            var single = Reference.AdamState(parameters: start)
            var double = Reference.AdamState(parameters: start.map { Double($0) })
            var (power1, power2) = (1.0, 1.0)
            for step in 1 ... 20 {
                let gradient = Self.gradient(count, step: step)
                power1 *= Self.beta1
                power2 *= Self.beta2
                let rate = Self.learningRate / (1 - power1)
                let root = (1 - power2).squareRoot()
                KernelSet.of(set).adamStep(
                    &parameters, gradient, &m, &v, count, Float(rate), Float(root), Float(Self.beta1),
                    Float(1 - Self.beta1), Float(Self.beta2), Float(1 - Self.beta2), Self.epsilon)
                Reference.adamStep(
                    &single, gradient: gradient, rate: Float(rate), root: Float(root), beta1: Float(Self.beta1),
                    share1: Float(1 - Self.beta1), beta2: Float(Self.beta2), share2: Float(1 - Self.beta2),
                    epsilon: Self.epsilon)
                Reference.adamStep(
                    &double, gradient: gradient.map { Double($0) }, rate: rate, root: root, beta1: Self.beta1,
                    share1: 1 - Self.beta1, beta2: Self.beta2, share2: 1 - Self.beta2, epsilon: Double(Self.epsilon))
                expectSameBits(m, single.m, "m after step \(step)")
                expectSameBits(v, single.v, "v after step \(step)")
                expectSameBits(parameters, single.parameters, "parameters after step \(step)")
            }
            // Each step rounds the parameter (of order 1) once and the step (of order 1e-3) a few times.
            expectClose(
                parameters, double.parameters, tolerances: double.parameters.map { _ in 20 * 0x1p-24 + 1e-7 },
                "parameters after 20 steps")
            expectClose(m, double.m, tolerances: double.m.map { 1e-6 * $0.magnitude + 1e-5 }, "m after 20 steps")
            expectClose(v, double.v, tolerances: double.v.map { 1e-6 * $0 + 1e-30 }, "v after 20 steps")
        }
    }

    /// Whatever the gradient's size, the first step has the length of the learning rate.
    @Test("the first step", arguments: availableSets)
    func first(set: InstructionSet) {
        var parameters = [Float](repeating: 0, count: 32)
        var (m, v) = (parameters, parameters)
        let gradient = (0 ..< 32).map { Float(sign: $0 % 2 == 0 ? .plus : .minus, exponent: $0 - 20, significand: 1) }
        let root = (1 - Self.beta2).squareRoot()
        KernelSet.of(set).adamStep(
            &parameters, gradient, &m, &v, 32, Float(Self.learningRate / (1 - Self.beta1)), Float(root),
            Float(Self.beta1), Float(1 - Self.beta1), Float(Self.beta2), Float(1 - Self.beta2), 0)
        expectClose(parameters, gradient.map { $0 > 0 ? -Self.learningRate : Self.learningRate }, relative: 1e-6, "step")
    }

    @Test("a gradient that is not a number shows in its parameter alone", arguments: availableSets)
    func notFinite(set: InstructionSet) {
        var parameters = [Float](repeating: 1, count: 64)
        var m = [Float](repeating: 0, count: 64)
        var v = m
        var gradient = [Float](repeating: 0.5, count: 64)
        gradient[17] = .nan
        KernelSet.of(set).adamStep(&parameters, gradient, &m, &v, 64, 0.008, 0.03, 0.9, 0.1, 0.999, 0.001, 1e-8)
        #expect(parameters.indices.filter { parameters[$0].isNaN } == [17])
    }
}
