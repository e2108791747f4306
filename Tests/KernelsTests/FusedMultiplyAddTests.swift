import Core
import KernelReference
import Testing

/// The multiply-add that all products are made of rounds once, also where it is made of doubles.
/// A product of depth 1 with a bias is one of them per element.
@Suite struct FusedMultiplyAddTests {
    /// Each (acc, a, b) against the standard library's own.
    static func check(_ kernels: KernelSet, _ triples: [(acc: Float, a: Float, b: Float)], _ what: String) {
        for start in stride(from: 0, to: triples.count, by: 32) {
            let block = Array(triples[start ..< min(start + 32, triples.count)])
            // One row per factor a; the diagonal holds the wanted triples, the rest is checked as well.
            let a = Matrix(rows: 32, columns: 1, block.map(\.a) + [Float](repeating: 1, count: 32 - block.count))
            let b = Matrix(rows: 1, columns: block.count, block.map(\.b))
            let bias = block.map(\.acc)
            let found = ProductABTests.product(kernels, a, b, spare: 0, bias: bias)
            let expected = Reference.productAB(
                a.elements, b.elements, rows: 32, depth: 1, columns: block.count, bias: bias)
            expectSameBits(found.elements, expected, "\(what), triples from \(start)")
        }
    }

    /// In double the sum of these lies beside the middle between two floats by less than the double's
    /// last place: rounding to double and then to float goes the wrong way.
    @Test("sums close to the middle of two floats", arguments: availableSets)
    func doubleRounding(set: InstructionSet) {
        var triples: [(acc: Float, a: Float, b: Float)] = []
        for sign in [Float(1), -1] {
            for other in [Float(1), -1] {
                for exponent in [-100, -31, -30, -29, -25, 0] {
                    let tiny = Float(sign: .plus, exponent: exponent, significand: 1)
                    // acc even or odd in its last place, half a place from a·b, tiny on top.
                    for acc in [Float(1), 1 + Float.ulpOfOne, 1 + 2 * Float.ulpOfOne, 2 - Float.ulpOfOne, 0x1p24] {
                        let half = acc.ulp / 2
                        triples.append((sign * acc, other * half, 1 + tiny))
                        triples.append((sign * acc, other * half * (1 + Float.ulpOfOne), 1 - Float.ulpOfOne / 2))
                        triples.append((other * tiny, sign * (1 + Float.ulpOfOne), 1 + 0x1p-12))
                        triples.append((other * tiny * 0x1p-20, sign * (1 + 0x1p-12), 1 + 0x1p-12))
                    }
                }
            }
        }
        Self.check(KernelSet.of(set), triples, "middles")
    }

    @Test("subnormal, huge, infinite, zero and NaN operands", arguments: availableSets)
    func extremes(set: InstructionSet) {
        let values: [Float] = [
            0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
            Float.leastNormalMagnitude.nextDown,
            .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity, .nan, 0x1p-75, 0x1.8p-75, 0x1p64,
            0x1.000002p0, 0x1.fffffep0,
        ]
        var triples: [(acc: Float, a: Float, b: Float)] = []
        for acc in values {
            for a in values {
                for b in values { triples.append((acc, a, b)) }
            }
        }
        Self.check(KernelSet.of(set), triples, "extremes")
    }

    /// Random bits: all exponents, most sums with a large or a small partner.
    @Test("random bit patterns", arguments: availableSets)
    func randomBits(set: InstructionSet) {
        var stream = RandomStream(seed: 5, purpose: .test)
        // Exponents of the product near the addend's, or nothing is rounded.
        let triples = (0 ..< 3200).map { _ in
            let word = stream.nextWord()
            let a = Float(bitPattern: stream.nextWord())
            let b = Float(bitPattern: (stream.nextWord() & 0x807F_FFFF) | 0x3F00_0000 | (word & 0x0080_0000))
            let shift = Int32(bitPattern: word >> 26) - 32
            let exponent = UInt32(max(0, min(254, Int32(a.exponentBitPattern) + shift)))
            let acc = Float(bitPattern: stream.nextWord() & 0x807F_FFFF | exponent << 23)
            return (acc: acc, a: a, b: b)
        }
        Self.check(KernelSet.of(set), triples, "random bits")
    }
}
