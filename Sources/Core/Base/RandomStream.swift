/// A counter-based stream of random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw,
/// "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
///
/// A stream is named by a seed, a purpose and an index, and the n-th number is a pure function of
/// those and n. What a job draws therefore depends on nothing that other jobs, lanes or earlier
/// interruptions did, and `position` is all the state that a stream has.
public struct RandomStream: RandomNumberGenerator, Sendable, Hashable {
    /// What a stream is for. The raw value is part of every published number: never renumber.
    public enum Purpose: UInt32, Sendable {
        case split = 1
        case initialisation = 2
        case shuffle = 3
        case augmentation = 4
        case validationElements = 5
        case strokes = 6
        case silhouettes = 7
        case test = 1000
    }

    private let key: (UInt32, UInt32)
    private let stream: (UInt32, UInt32)
    private var block: UInt64 = 0
    private var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    private var used = 4

    /// - Parameters:
    ///   - seed: the seed of the job (or of the split, or of a data set).
    ///   - purpose: keeps the draws for different ends independent under one seed.
    ///   - index: a further counter, for instance the epoch or the sample.
    public init(seed: UInt64, purpose: Purpose, index: UInt32 = 0) {
        key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        stream = (purpose.rawValue, index)
    }

    /// The number of 32-bit words drawn so far.
    public var position: UInt64 { block == 0 ? 0 : (block - 1) * 4 + UInt64(used) }

    /// 32 random bits; Philox makes four such words at a time.
    public mutating func nextWord() -> UInt32 {
        if used == 4 {
            words = Self.philox(
                counter: (UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), stream.0, stream.1),
                key: key)
            block += 1
            used = 0
        }
        defer { used += 1 }
        switch used {
        case 0: return words.0
        case 1: return words.1
        case 2: return words.2
        default: return words.3
        }
    }

    /// 64 random bits: two words, the lower half first.
    public mutating func next() -> UInt64 {
        let low = UInt64(nextWord())
        return UInt64(nextWord()) << 32 | low
    }

    /// Uniform in [0, 1) on the grid of 2⁻²⁴: every value is exact in float and double alike.
    public mutating func unitFloat() -> Float { Float(nextWord() >> 8) * 0x1p-24 }

    /// Uniform in 0 ..< bound, without modulo bias (Lemire, "Fast random integer generation in an
    /// interval", 2019). `bound` must be positive.
    public mutating func integer(below bound: UInt32) -> UInt32 {
        precondition(bound > 0, "an interval of integers must not be empty")
        var product = UInt64(nextWord()) * UInt64(bound)
        if UInt32(truncatingIfNeeded: product) < bound {
            let threshold = (0 &- bound) % bound
            while UInt32(truncatingIfNeeded: product) < threshold {
                product = UInt64(nextWord()) * UInt64(bound)
            }
        }
        return UInt32(truncatingIfNeeded: product >> 32)
    }

    /// Fisher–Yates, from the last place down. Our own loop, not the standard library's: its
    /// algorithm is not promised to stay, and published splits depend on this one.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, Int(integer(below: UInt32(last + 1))))
        }
    }

    /// One block of Philox4x32-10, exposed for the known-answer test.
    static func philox(
        counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
    ) -> (UInt32, UInt32, UInt32, UInt32) {
        var c = counter
        var k = key
        for _ in 0 ..< 10 {
            let a = 0xD251_1F53 * UInt64(c.0)
            let b = 0xCD9E_8D57 * UInt64(c.2)
            c = (
                UInt32(truncatingIfNeeded: b >> 32) ^ c.1 ^ k.0, UInt32(truncatingIfNeeded: b),
                UInt32(truncatingIfNeeded: a >> 32) ^ c.3 ^ k.1, UInt32(truncatingIfNeeded: a)
            )
            k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
        }
        return c
    }

    /// The same seed, purpose, index and position: what is drawn next is the same.
    public static func == (a: Self, b: Self) -> Bool {
        a.key == b.key && a.stream == b.stream && a.position == b.position
    }

    /// By what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(key.0)
        hasher.combine(key.1)
        hasher.combine(stream.0)
        hasher.combine(stream.1)
        hasher.combine(position)
    }
}
