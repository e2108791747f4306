import Core
import KernelReference
import Testing

/// The program's own exponential and logarithm: error and edges. Promised are 2 ulp; below 1 is what
/// they reach, and the tests hold them to it.
@Suite struct ExpLogTests {
    static func exponentials(_ kernels: KernelSet, _ x: [Float]) -> [Float] {
        var out = [Float](repeating: untouched, count: Panels.count(x.count) * Panels.width)
        kernels.exponentials(padded(x), &out, out.count)
        return Array(out[..<x.count])
    }

    static func logarithms(_ kernels: KernelSet, _ x: [Float]) -> [Float] {
        var out = [Float](repeating: untouched, count: x.count)
        kernels.logarithms(x, &out, x.count)
        return out
    }

    /// Every float in steps of `stride` bit patterns, both ends included.
    static func floats(from low: Float, through high: Float, count: Int) -> [Float] {
        precondition(low > 0 && high > low, "positive floats are ordered as their bits are")
        let step = max(1, Int(high.bitPattern - low.bitPattern) / count)
        return stride(from: Int(low.bitPattern), through: Int(high.bitPattern), by: step)
            .map { Float(bitPattern: UInt32($0)) } + [high]
    }

    static func expectUlps(
        _ x: [Float], _ found: [Float], _ truth: [Double], _ limit: Double, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let errors = zip(found, truth).map { ulps($0, $1) }
        guard let worst = errors.indices.max(by: { errors[$0] < errors[$1] }), !(errors[worst] <= limit) else {
            return
        }
        Issue.record("\(what)(\(x[worst])) = \(found[worst]): \(errors[worst]) ulp off", sourceLocation: sourceLocation)
    }

    /// The range of the softmax and beyond: [−87.3, 88], dense and dense around 0.
    @Test("eˣ within 1 ulp", arguments: availableSets)
    func exponentialError(set: InstructionSet) {
        let positive = Self.floats(from: 0x1p-30, through: 88, count: 400_000)
        let negative = Self.floats(from: 0x1p-30, through: 87.3, count: 400_000).map { -$0 }
        let even = (0 ..< 175_000).map { (i: Int) -> Float in -87 + Float(i) / 1000 }
        for x in [positive, negative, even] {
            Self.expectUlps(
                x, Self.exponentials(.of(set), x), Reference.exponentials(x.map { Double($0) }), 1, "exp")
        }
    }

    @Test("ln x within 1 ulp", arguments: availableSets)
    func logarithmError(set: InstructionSet) {
        let ranges: [(Float, Float)] = [
            (.leastNormalMagnitude, .greatestFiniteMagnitude), (0.25, 4), (1, 32), (0.999, 1.001),
        ]
        for (low, high) in ranges {
            let x = Self.floats(from: low, through: high, count: 400_000)
            Self.expectUlps(x, Self.logarithms(.of(set), x), Reference.logarithms(x.map { Double($0) }), 1, "ln")
        }
    }

    @Test("zero, infinities and NaN", arguments: availableSets)
    func edges(set: InstructionSet) {
        let below = Float(-87.3).nextDown
        expectSameBits(
            Self.exponentials(.of(set), [0, -0.0, .nan, below, -1e10, -.greatestFiniteMagnitude, -.infinity]),
            [1, 1, .nan, 0, 0, 0, 0], "exp")
        expectSameBits(
            Self.logarithms(.of(set), [1, 0, -0.0, -1, -.infinity, .infinity, .nan]),
            [0, -.infinity, -.infinity, .nan, .nan, .infinity, .nan], "ln")
    }

    /// The first and last floats of the ranges that are promised, and arguments that are subnormal.
    /// The softmax asks for no more: exp of what is not above 0, ln of sums from 1 to 32.
    @Test("the ends of the ranges", arguments: availableSets)
    func ends(set: InstructionSet) {
        let tiny = Float.leastNonzeroMagnitude
        expectSameBits(
            Self.exponentials(.of(set), [tiny, -tiny, .leastNormalMagnitude, -.leastNormalMagnitude, 0x1p-26]),
            [1, 1, 1, 1, 1], "exp")
        let ends: [Float] = [-87.3, Float(-87.3).nextUp, Float(88).nextDown, 88]
        let powers = Self.exponentials(.of(set), ends)
        // Neither subnormal nor overflown.
        #expect(powers.allSatisfy { $0.isNormal && $0.sign == .plus })
        Self.expectUlps(ends, powers, Reference.exponentials(ends.map { Double($0) }), 1, "exp")
        let sizes: [Float] = [.leastNormalMagnitude, Float(1).nextDown, Float(1).nextUp, .greatestFiniteMagnitude]
        Self.expectUlps(
            sizes, Self.logarithms(.of(set), sizes), Reference.logarithms(sizes.map { Double($0) }), 1, "ln")
    }

    @Test("all instruction sets give the same bits", arguments: availableSets)
    func sameBits(set: InstructionSet) {
        let x = Self.floats(from: 0x1p-20, through: 88, count: 100_000)
        for values in [x, x.map { -$0 }] {
            expectSameBits(
                Self.exponentials(.of(set), values), Self.exponentials(.of(.portable), values), "exp on \(set)")
        }
        expectSameBits(Self.logarithms(.of(set), x), Self.logarithms(.of(.portable), x), "ln on \(set)")
    }
}
