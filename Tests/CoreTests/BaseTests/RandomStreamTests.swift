import Testing

@testable import Core

/// The random numbers that every published result depends on.
@Suite struct RandomStreamTests {
    struct KnownAnswer: Sendable {
        let counter: (UInt32, UInt32, UInt32, UInt32)
        let key: (UInt32, UInt32)
        let answer: [UInt32]
    }

    /// The published test vectors of Philox4x32-10: zeros, ones, and the digits of π.
    static let knownAnswers = [
        KnownAnswer(counter: (0, 0, 0, 0), key: (0, 0), answer: [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
        KnownAnswer(
            counter: (.max, .max, .max, .max), key: (.max, .max),
            answer: [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]),
        KnownAnswer(
            counter: (0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), key: (0xA409_3822, 0x299F_31D0),
            answer: [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]),
    ]

    @Test(arguments: knownAnswers)
    func philox(known: KnownAnswer) {
        let words = RandomStream.philox(counter: known.counter, key: known.key)
        #expect([words.0, words.1, words.2, words.3] == known.answer)
    }

    /// Computed apart from this program: key = seed, counter = (block, 0, purpose, index).
    @Test func wordsOfAStream() {
        var stream = RandomStream(seed: 0x0123_4567_89AB_CDEF, purpose: .test, index: 7)
        #expect(
            (0 ..< 8).map { _ in stream.nextWord() } == [
                0xF285_0ECD, 0x4155_89FF, 0x7216_61F3, 0x964F_8113, 0xB473_5CA8, 0x618C_F9DC, 0x9D73_F3C1, 0x0411_CDFC,
            ])
        var pairs = RandomStream(seed: 0x0123_4567_89AB_CDEF, purpose: .test, index: 7)
        #expect(pairs.next() == 0x4155_89FF_F285_0ECD)
    }

    @Test func streamsDifferBySeedPurposeAndIndex() {
        func words(_ seed: UInt64, _ purpose: RandomStream.Purpose, _ index: UInt32) -> [UInt32] {
            var stream = RandomStream(seed: seed, purpose: purpose, index: index)
            return (0 ..< 16).map { _ in stream.nextWord() }
        }
        let all = [
            words(0, .shuffle, 0), words(1, .shuffle, 0), words(1 << 32, .shuffle, 0), words(0, .augmentation, 0),
            words(0, .shuffle, 1), words(1, .augmentation, 1),
        ]
        #expect(Set(all).count == all.count)
        #expect(words(7, .split, 3) == words(7, .split, 3))
    }

    /// Journals and checkpoints refer to these numbers; they may never be given to another purpose.
    @Test func purposesKeepTheirNumbers() {
        let numbers: [(RandomStream.Purpose, UInt32)] = [
            (.split, 1), (.initialisation, 2), (.shuffle, 3), (.augmentation, 4), (.validationElements, 5), (.strokes, 6),
            (.silhouettes, 7), (.test, 1000),
        ]
        for (purpose, number) in numbers { #expect(purpose.rawValue == number) }
    }

    @Test func positionCountsWords() {
        var stream = RandomStream(seed: 1, purpose: .test)
        #expect(stream.position == 0)
        for drawn in 1 ... 9 {
            _ = stream.nextWord()
            #expect(stream.position == UInt64(drawn))
        }
        _ = stream.next()
        #expect(stream.position == 11)
        _ = stream.unitFloat()
        #expect(stream.position == 12)
        // A power of two rejects nothing.
        _ = stream.integer(below: 1 << 16)
        #expect(stream.position == 13)
    }

    @Test func equalWhereTheSameNumbersFollow() {
        var a = RandomStream(seed: 2, purpose: .test)
        var b = a
        #expect(a == b && a.hashValue == b.hashValue)
        for _ in 0 ..< 4 { _ = a.nextWord() }
        #expect(a != b)
        for _ in 0 ..< 4 { _ = b.nextWord() }
        #expect(a == b && a.hashValue == b.hashValue)
        #expect(a.nextWord() == b.nextWord())
        #expect(a != RandomStream(seed: 2, purpose: .test, index: 1))
    }

    @Test func unitFloatsAreUniformOnTheirGrid() {
        var stream = RandomStream(seed: 4, purpose: .test)
        var bins = [Int](repeating: 0, count: 64)
        var sum = 0.0
        let count = 64_000
        for _ in 0 ..< count {
            let x = stream.unitFloat()
            #expect(x >= 0 && x < 1 && x * 0x1p24 == (x * 0x1p24).rounded())
            bins[Int(x * 64)] += 1
            sum += Double(x)
        }
        #expect(chiSquare(bins) < 110.0, "63 degrees of freedom: 110 is the 0.9998 quantile")
        // Five standard deviations of the mean.
        #expect((sum / Double(count) - 0.5).magnitude < 5 * (1.0 / 12 / Double(count)).squareRoot())
    }

    /// Quantiles of 0.9998 or more; the seed is fixed, so this fails always or never.
    @Test(arguments: [(2, 14.0), (3, 18.0), (4, 21.0), (7, 28.0), (10, 34.0), (100, 157.0)])
    func integersAreUniform(bound: Int, limit: Double) {
        var stream = RandomStream(seed: 5, purpose: .test, index: UInt32(bound))
        var bins = [Int](repeating: 0, count: bound)
        for _ in 0 ..< 1000 * bound { bins[Int(stream.integer(below: UInt32(bound)))] += 1 }
        #expect(chiSquare(bins) < limit)
    }

    /// Where the bias of taking a remainder would be worst: ⅔ of 2³² (its lower half would come twice
    /// as often as its upper).
    @Test func hugeBoundsAreUniform() {
        let bound: UInt32 = 0xAAAA_AAAA
        var stream = RandomStream(seed: 6, purpose: .test)
        var bins = [Int](repeating: 0, count: 16)
        for _ in 0 ..< 32_000 {
            let value = stream.integer(below: bound)
            #expect(value < bound)
            bins[Int(UInt64(value) * 16 / UInt64(bound))] += 1
        }
        #expect(chiSquare(bins) < 43.0, "15 degrees of freedom: 43 is the 0.9998 quantile")
        // A third of the words is rejected.
        #expect((Double(stream.position) / 32_000 - 1.5).magnitude < 0.03)
    }

    @Test func integersBelowOneAreZero() {
        var stream = RandomStream(seed: 7, purpose: .test)
        #expect((0 ..< 10).allSatisfy { _ in stream.integer(below: 1) == 0 })
    }

    @Test func shufflesAreUniformPermutations() {
        var stream = RandomStream(seed: 8, purpose: .test)
        var counts: [[Int]: Int] = [:]
        for _ in 0 ..< 24_000 {
            var order = [0, 1, 2, 3]
            stream.shuffle(&order)
            #expect(order.sorted() == [0, 1, 2, 3])
            counts[order, default: 0] += 1
        }
        #expect(counts.count == 24)
        #expect(chiSquare(Array(counts.values)) < 55.0, "23 degrees of freedom: 55 is the 0.9998 quantile")
        var none: [Int] = []
        var one = [5]
        let before = stream.position
        stream.shuffle(&none)
        stream.shuffle(&one)
        #expect(none.isEmpty && one == [5] && stream.position == before)
    }

    /// Pearson's statistic against equal counts.
    private func chiSquare(_ bins: [Int]) -> Double {
        let expected = Double(bins.reduce(0, +)) / Double(bins.count)
        return bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    }
}
