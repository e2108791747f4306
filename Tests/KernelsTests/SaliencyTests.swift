import Core
import KernelReference
import Testing

/// From attributions to the similarity of saliency maps.
@Suite struct SaliencyTests {
    @Test("attributions are products, pixel by pixel", arguments: availableSets)
    func attributions(set: InstructionSet) {
        for pixels in [1, 31, 32, 33, 100, 784, 1296] {
            let difference = Matrix.random(3, pixels, index: 300)
            let gradient = Matrix.random(5, pixels, index: 301)
            var out = [Float](repeating: untouched, count: Panels.count(pixels) * 32 + 1)
            KernelSet.of(set).attributions(
                difference.panels(allocatedRows: 4), 4, 2, gradient.panels(), 5, 3, pixels, &out)
            let expected = Reference.attributions(
                Array(difference.elements[2 * pixels ..< 3 * pixels]),
                Array(gradient.elements[3 * pixels ..< 4 * pixels]))
            expectSameBits(out, padded(expected) + [untouched], "\(pixels) pixels")
        }
    }

    @Test("thresholded maps", arguments: availableSets)
    func threshold(set: InstructionSet) {
        for pixels in [1, 32, 100, 1296] {
            for threshold in [Float(0), 0.5, 0.9, 1] {
                let values = randomFloats(pixels, index: 310)
                var map = padded(values)
                let isLeft = !KernelSet.of(set).thresholdMap(&map, pixels, threshold)
                let expected = Reference.thresholdMap(values, threshold)
                expectSameBits(map, padded(expected), "\(pixels) pixels at \(threshold)")
                #expect(isLeft)
            }
        }
        var zero = [Float](repeating: 0, count: 64)
        #expect(KernelSet.of(set).thresholdMap(&zero, 40, 0.9))
        #expect(zero.allSatisfy { $0 == 0 })
        // The largest value survives wherever it stands and whatever its sign is.
        for place in 0 ..< 64 {
            var map = [Float](repeating: 0.1, count: 64)
            map[place] = place % 2 == 0 ? 2 : -2
            #expect(!KernelSet.of(set).thresholdMap(&map, 64, 0.9))
            #expect(map.indices.filter { map[$0] != 0 } == [place] && map[place] == 2)
        }
    }

    @Test("maps under a permutation, written and added", arguments: availableSets)
    func permute(set: InstructionSet) throws {
        let group = try PermutationGroup(GroupName.test("R4"), height: 9, width: 9)
        let values = randomFloats(81, index: 320)
        for element in 0 ..< 4 {
            let source = group.source(of: element)
            var out = [Float](repeating: untouched, count: 96)
            KernelSet.of(set).permuteMap(values, Array(source), 81, &out)
            let expected = Reference.permuteMap(values, source: source.map { Int($0) })
            expectSameBits(out, expected + [Float](repeating: untouched, count: 15), "element \(element)")
        }
    }

    @Test("the sorted sum does not depend on the order of the maps", arguments: availableSets)
    func sortedSum(set: InstructionSet) {
        let pixels = 81
        let size = 96
        for count in [1, 2, 3, 4, 8] {
            let maps = (0 ..< count).map { randomFloats(pixels, index: 330 + $0) + [Float](repeating: 0, count: 15) }
            let expected = (0 ..< pixels).map { p in
                let sorted = maps.map { $0[p] }.sorted()
                return sorted.dropFirst().reduce(sorted[0], +)
            }
            for order in [maps, maps.reversed(), Array(maps.dropFirst()) + [maps[0]]] {
                var stacked = order.flatMap(\.self)
                var sum = [Float](repeating: 0, count: size)
                KernelSet.of(set).sortedSumOfMaps(&stacked, size, count, pixels, &sum)
                expectSameBits(Array(sum[..<pixels]), expected, "\(count) maps")
            }
        }
    }

    @Test("blur against the direct convolution", arguments: availableSets)
    func blur(set: InstructionSet) {
        for (height, width) in [(1, 1), (1, 7), (7, 1), (2, 2), (3, 5), (28, 28), (36, 36), (35, 33)] {
            let values = randomFloats(height * width, index: 330)
            let expected = Reference.blurMap(values.map { Double($0) }, height: height, width: width)
            let found = Self.blurred(set, values, height, width)
            expectClose(
                found, expected, tolerances: expected.map { _ in 4 * 0x1p-23 }, "\(height)×\(width)")
            expectSameBits(found, Self.blurred(.portable, values, height, width), "\(height)×\(width) on \(set)")
        }
    }

    static func blurred(_ set: InstructionSet, _ values: [Float], _ height: Int, _ width: Int) -> [Float] {
        var map = values + [untouched]
        var scratch = [Float](repeating: .nan, count: values.count) + [untouched]
        KernelSet.of(set).blurMap(&map, height, width, &scratch)
        #expect(map.last == untouched && scratch.last == untouched)
        return map.dropLast()
    }

    /// Without this, SI would depend on which of x and gx was turned.
    @Test("blur commutes with rotations and mirror images, bit for bit in each axis", arguments: availableSets)
    func symmetry(set: InstructionSet) throws {
        let group = try PermutationGroup(GroupName.test("F2"), height: 12, width: 12)
        let values = randomFloats(144, index: 331)
        let source = group.source(of: 1).map { Int($0) }
        expectSameBits(
            Self.blurred(set, Reference.permuteMap(values, source: source), 12, 12),
            Reference.permuteMap(Self.blurred(set, values, 12, 12), source: source), "mirrored")
    }

    @Test("cosine of maps", arguments: availableSets)
    func cosine(set: InstructionSet) {
        let kernels = KernelSet.of(set)
        for pixels in [1, 32, 33, 784, 1296] {
            let a = randomFloats(pixels, index: 340)
            let b = zip(a, randomFloats(pixels, index: 341)).map { $0 + $1 / 4 }
            let found = kernels.cosineOfMaps(padded(a), padded(b), pixels)
            let expected = Reference.cosineOfMaps(a.map { Double($0) }, b.map { Double($0) })
            #expect((found - expected).magnitude < 1e-6, "\(pixels) pixels: \(found) instead of \(expected)")
            #expect(found == KernelSet.of(.portable).cosineOfMaps(padded(a), padded(b), pixels), "other bits than portable")
            // Weight tying's SI is 1, not nearly 1.
            #expect(kernels.cosineOfMaps(padded(a), padded(a), pixels) == 1)
            #expect((kernels.cosineOfMaps(padded(a), padded(a.map { -3 * $0 }), pixels) + 1).magnitude < 1e-6)
        }
    }

    @Test("cosine with a map of zeros is 0, with NaN it is NaN", arguments: availableSets)
    func cosineEdges(set: InstructionSet) {
        let kernels = KernelSet.of(set)
        let zero = [Float](repeating: 0, count: 64)
        let one = [Float](repeating: 1, count: 64)
        #expect(kernels.cosineOfMaps(zero, one, 64) == 0)
        #expect(kernels.cosineOfMaps(one, zero, 64) == 0)
        #expect(kernels.cosineOfMaps(zero, zero, 64) == 0)
        for place in [0, 15, 16, 31, 40] {
            var bad = one
            bad[place] = .nan
            #expect(kernels.cosineOfMaps(bad, one, 64).isNaN && kernels.cosineOfMaps(one, bad, 64).isNaN)
        }
    }
}
