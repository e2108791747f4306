import Testing

@testable import Core

@Suite struct DecimalDigitsTests {
    private func text(_ write: (UnsafeMutableRawPointer) -> Int) -> String {
        withUnsafeTemporaryAllocation(byteCount: DecimalDigits.room, alignment: 1) { buffer in
            let count = buffer.baseAddress.map(write) ?? 0
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    /// Around all powers of ten, and of any length.
    private static let values: [UInt64] = {
        var stream = RandomStream(seed: 8, purpose: .test)
        let powers = (0 ..< 20).map { (0 ..< $0).reduce(1 as UInt64) { power, _ in power * 10 } }
        let random = (0 ..< 5000).map { _ -> UInt64 in
            let (high, low) = (UInt64(stream.integer(below: 1 << 31)), UInt64(stream.integer(below: 1 << 31)))
            return (high << 33 | low << 2) >> UInt64(stream.integer(below: 64))
        }
        return powers.flatMap { [$0 - 1, $0, $0 + 1, 9 * ($0 / 10)] } + random + [.max]
    }()

    @Test func `as the standard library has them`() {
        for value in Self.values {
            #expect(text { DecimalDigits.write(value, to: $0) } == value.description)
        }
    }

    @Test func `with zeros in front`() {
        for value in Self.values {
            for count in value.description.utf8.count ... 24 {
                let found = text { target in
                    DecimalDigits.write(value, count: count, to: target)
                    return count
                }
                #expect(found == String(repeating: "0", count: count - value.description.utf8.count) + value.description)
            }
        }
    }
}
