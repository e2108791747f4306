@testable import Core

/// Makes damaged and strange inputs out of sound ones; the same seed makes the same input.
struct Mutator {
    private var stream: RandomStream
    private let seeds: [[UInt8]]
    /// What formats give a meaning to.
    private static let words: [[UInt8]] =
        ["{", "}", "[", "]", ":", ",", "\"", "\\", "\n", "- ", "&a ", "*a", "<<: ", "!!map ", "\u{FEFF}", "1e999", "-0",
         "0x7fffffffffffffff", "null", "NaN", "\\u0000", "\u{2028}", "F32", "data_offsets", "__metadata__"].map { Array($0.utf8) }
        + [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80], [0xC0, 0x80], [0x1F, 0x8B, 8, 4]]

    init(_ seeds: [[UInt8]], seed: UInt64) {
        self.seeds = seeds
        stream = RandomStream(seed: seed, purpose: .test, index: 9)
    }

    private mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(stream.integer(below: UInt32(bound))) : 0 }

    mutating func next() -> [UInt8] {
        var bytes = seeds[below(seeds.count)]
        for _ in 0 ... below(5) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let at = below(bytes.count + 1)
        let end = min(bytes.count, at + below(24))
        switch below(9) {
        case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(below(8))
        case 1 where at < bytes.count: bytes[at] = UInt8(below(256))
        case 2: bytes.insert(UInt8(below(256)), at: at)
        case 3: bytes.removeSubrange(at ..< end)
        case 4: bytes.insert(contentsOf: Self.words[below(Self.words.count)], at: at)
        case 5: bytes.removeSubrange(at...)
        case 6: bytes.insert(contentsOf: bytes[at ..< end], at: below(bytes.count + 1))
        case 7:
            // A cross of two sound inputs.
            let other = seeds[below(seeds.count)]
            bytes = Array(bytes[..<at]) + other[min(at, other.count)...]
        default: for place in at ..< end { bytes[place] = UInt8(below(256)) }
        }
    }
}
