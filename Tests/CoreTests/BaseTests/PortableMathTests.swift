import Core
import Foundation
import Testing

/// Against the C library, which on every supported system is within one ulp itself.
@Suite struct PortableMathTests {
    /// |a − b| in units in the last place of b.
    private func distance(_ a: Double, _ b: Double) -> Double {
        a == b ? 0 : (a - b).magnitude / max(b.ulp, Double.leastNonzeroMagnitude)
    }

    private func unit(_ stream: inout RandomStream) -> Double { Double(stream.next() >> 11) * 0x1p-53 }

    @Test func `exponential over its whole range`() {
        var stream = RandomStream(seed: 1, purpose: .test)
        var worst = 0.0
        for width in [1e-8, 0.1, 1, 20, 745, 800] {
            for _ in 0 ..< 40_000 {
                let x = (unit(&stream) * 2 - 1) * width
                worst = max(worst, distance(PortableMath.exp(x), Foundation.exp(x)))
            }
        }
        #expect(worst <= 1)
        for n in -1074 ... 1023 {
            let x = Double(n) * Foundation.log(2)
            #expect(distance(PortableMath.exp(x), Foundation.exp(x)) <= 1)
        }
    }

    @Test func `exponential at its ends`() {
        #expect(PortableMath.exp(0) == 1 && PortableMath.exp(-0.0) == 1)
        #expect(PortableMath.exp(.infinity) == .infinity && PortableMath.exp(-.infinity) == 0)
        #expect(PortableMath.exp(1e300) == .infinity && PortableMath.exp(-1e300) == 0)
        #expect(PortableMath.exp(709.782712893384).isFinite && PortableMath.exp(709.7827128933841) == .infinity)
        #expect(PortableMath.exp(-745.1332191019411) == .leastNonzeroMagnitude)
        #expect(PortableMath.exp(-745.1332191019412) == 0)
        #expect(PortableMath.exp(.nan).isNaN)
    }

    @Test func `logarithm of every exponent`() {
        var stream = RandomStream(seed: 2, purpose: .test)
        var worst = 0.0
        for _ in 0 ..< 200_000 {
            let x = Double(bitPattern: stream.next() >> 1)
            guard x.isFinite, x > 0 else { continue }
            worst = max(worst, distance(PortableMath.log(x), Foundation.log(x)))
        }
        for width in [1e-12, 1e-6, 1e-3, 0.3, 0.9] {
            for _ in 0 ..< 40_000 {
                let x = 1 + (unit(&stream) * 2 - 1) * width
                worst = max(worst, distance(PortableMath.log(x), Foundation.log(x)))
            }
        }
        #expect(worst <= 1)
        for n in -1074 ... 1023 {
            let x = Double(sign: .plus, exponent: n, significand: 1)
            #expect(distance(PortableMath.log(x), Foundation.log(x)) <= 1)
        }
    }

    @Test func `logarithm at its ends`() {
        #expect(PortableMath.log(1) == 0 && PortableMath.log(0) == -.infinity && PortableMath.log(-0.0) == -.infinity)
        #expect(PortableMath.log(-1).isNaN && PortableMath.log(.nan).isNaN && PortableMath.log(-.infinity).isNaN)
        #expect(PortableMath.log(.infinity) == .infinity)
        #expect(distance(PortableMath.log(.leastNonzeroMagnitude), -744.4400719213812) <= 1)
    }

    @Test func `close to one`() {
        var stream = RandomStream(seed: 3, purpose: .test)
        for exponent in stride(from: -60, through: 0, by: 1) {
            for sign in [1.0, -1] {
                for _ in 0 ..< 500 {
                    let x = sign * Double(sign: .plus, exponent: exponent - 1, significand: 1 + unit(&stream))
                    #expect(distance(PortableMath.log1p(x), Foundation.log1p(x)) <= 4)
                    #expect(distance(PortableMath.expm1(x), Foundation.expm1(x)) <= 4)
                }
            }
        }
        #expect(PortableMath.log1p(-1) == -.infinity && PortableMath.log1p(-2).isNaN && PortableMath.log1p(.nan).isNaN)
        #expect(PortableMath.log1p(.infinity) == .infinity && PortableMath.expm1(.infinity) == .infinity)
        #expect(PortableMath.expm1(-.infinity) == -1 && PortableMath.expm1(-50) == -1 && PortableMath.expm1(.nan).isNaN)
    }

    /// Fixed by the definition, so that another order of the same operations is noticed.
    @Test func `the bytes`() {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var stream = RandomStream(seed: 4, purpose: .test)
        for _ in 0 ..< 20_000 {
            let x = (unit(&stream) * 2 - 1) * 700
            for bits in [PortableMath.exp(x).bitPattern, PortableMath.log(x.magnitude).bitPattern] {
                hash = (hash ^ bits) &* 0x100_0000_01B3
            }
        }
        #expect(hash == 14_522_573_356_441_733_261)
    }
}
