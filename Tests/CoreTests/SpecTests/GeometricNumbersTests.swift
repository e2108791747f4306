import Testing

@testable import Core

@Suite struct GeometricNumbersTests {
    @Test func rounding() {
        let rows: [(Double, Double)] = [
            (3.16227766, 3.162), (0.0099996, 0.01), (99_996, 100_000), (12_344.9, 12_340), (1e-9, 1e-9), (1, 1),
            (123_456_789, 123_500_000), (0.000_123_456, 0.000_123_5), (9.999_6, 10),
        ]
        for (value, expected) in rows { #expect(GeometricNumbers.rounded(value) == expected) }
    }

    @Test func roundingIsIdempotentAndNear() {
        var stream = RandomStream(seed: 1, purpose: .test, index: 5)
        for _ in 0 ..< 2000 {
            var value = Double(stream.unitFloat()) + 1e-4
            for _ in 0 ..< stream.integer(below: 9) { value *= 10 }
            let rounded = GeometricNumbers.rounded(value)
            #expect(abs(rounded / value - 1) <= 0.000_501 && GeometricNumbers.rounded(rounded) == rounded)
            let next = GeometricNumbers.next(after: value)
            #expect(next > value && next / value <= 1.001_001 && GeometricNumbers.rounded(next) == next)
        }
    }

    @Test func spacesRiseByOneRatio() {
        let space = GeometricNumbers.space(from: 0.01, to: 1000, count: 11)
        #expect(space == [0.01, 0.031_62, 0.1, 0.3162, 1, 3.162, 10, 31.62, 100, 316.2, 1000])
    }
}
