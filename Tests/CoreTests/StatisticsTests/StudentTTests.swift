import Foundation
import Testing

@testable import Core

@Suite struct StudentTTests {
    /// Two-sided 95 % points as tables have them, with more digits (50-digit arithmetic).
    static let published: [(degreesOfFreedom: Double, t: Double)] =
        zip(
            (1 ... 30).map(Double.init) + [60, 120, .infinity],
            [
                12.70620473617, 4.302652729749, 3.182446305284, 2.776445105198, 2.570581835636, 2.446911851145,
                2.364624251593, 2.306004135204, 2.262157162798, 2.228138851986, 2.200985160092, 2.178812829667,
                2.160368656463, 2.144786687918, 2.13144954556, 2.119905299221, 2.109815577833, 2.100922040241,
                2.093024054408, 2.085963447266, 2.079613844728, 2.073873067904, 2.068657610419, 2.063898561628,
                2.059538552753, 2.055529438643, 2.05183051648, 2.048407141795, 2.045229642133, 2.042272456301,
                2.000297822014, 1.979930405082, 1.959963984540,
            ]
        ).map { ($0, $1) }

    @Test func `the table`() throws {
        #expect(Self.published.count == 33)
        for (degreesOfFreedom, t) in Self.published {
            let found = try #require(StudentT.quantile(level: 0.95, degreesOfFreedom: degreesOfFreedom))
            #expect((found - t).magnitude < 1e-11, "\(degreesOfFreedom)")
        }
    }

    @Test(arguments: [
        (0.999, 1, 636.6192487687), (0.999, 3, 12.92397863669), (0.999, 10, 4.586893858703),
        (0.999, 1000, 3.300282648424), (0.5, 1, 1), (0.5, 3, 0.7648923284043), (0.5, 1000, 0.674735164607),
        (0.95, 0.5, 164.5576734805), (0.95, 2.5, 3.574654842004), (0.95, 7.3, 2.345066736548),
        (0.99, .infinity, 2.575829303549),
    ] as [(Double, Double, Double)]) func `other levels`(level: Double, degreesOfFreedom: Double, t: Double) throws {
        let found = try #require(StudentT.quantile(level: level, degreesOfFreedom: degreesOfFreedom))
        #expect((found / t - 1).magnitude < 3e-12)
    }

    @Test(arguments: [
        (0.001, 3, 0.99926489496946), (0.5, 3, 0.65144796484815), (2, 3, 0.13932596855884),
        (40, 3, 3.4380680789159e-5), (1000, 1, 0.00063661956016112), (1.5, 7, 0.17729848698997),
        (3, 7, 0.019942126131993), (5, 30, 2.3296685467008e-5), (2, 1000, 0.045770346493252),
        (2, 1e6, 0.045500533851319), (6, 20, 7.2436999304166e-6), (0.3, 0.7, 0.82923518637134),
    ] as [(Double, Double, Double)]) func tails(t: Double, degreesOfFreedom: Double, p: Double) {
        #expect((StudentT.twoSidedTail(t, degreesOfFreedom: degreesOfFreedom) - p).magnitude < 1e-13 * p + 2e-15)
        #expect(StudentT.twoSidedTail(-t, degreesOfFreedom: degreesOfFreedom)
            == StudentT.twoSidedTail(t, degreesOfFreedom: degreesOfFreedom))
    }

    /// One and two degrees of freedom have closed forms; the normal distribution has the C library's.
    @Test func `closed forms`() {
        for t in [1e-6, 0.1, 0.7, 0.999, 1.0, 1.001, 1.4, 1.42, 3, 8, 100, 1e6] {
            func expect(_ degreesOfFreedom: Double, _ p: Double) {
                let found = StudentT.twoSidedTail(t, degreesOfFreedom: degreesOfFreedom)
                #expect((found - p).magnitude < 1e-13 * p + 2e-15, "\(t) \(degreesOfFreedom)")
            }
            expect(1, 2 / Double.pi * atan(1 / t))
            let root = (2 + t * t).squareRoot()
            expect(2, 2 / (root * (root + t)))
            expect(.infinity, erfc(t / 2.0.squareRoot()))
        }
    }

    /// The density integrated by Simpson's rule.
    @Test(arguments: [3.0, 4, 11, 200, 4001]) func `the area under the density`(degreesOfFreedom: Double) {
        let front = exp(lgamma((degreesOfFreedom + 1) / 2) - lgamma(degreesOfFreedom / 2))
            / (degreesOfFreedom * .pi).squareRoot()
        func density(_ t: Double) -> Double { front * pow(1 + t * t / degreesOfFreedom, -(degreesOfFreedom + 1) / 2) }
        for t in [0.2, 1.3, 2.5, 4] {
            let parts = 2000
            let width = t / Double(parts)
            var sum = density(0) + density(t)
            for i in 1 ..< parts { sum += density(Double(i) * width) * (i % 2 == 1 ? 4 : 2) }
            let found = StudentT.twoSidedTail(t, degreesOfFreedom: degreesOfFreedom)
            #expect((1 - found - 2 * sum * width / 3).magnitude < 1e-11)
        }
    }

    @Test func `ratios of the gamma function`() {
        for z in stride(from: 0.25, through: 160, by: 0.25) {
            let expected = tgamma(z + 0.5) / tgamma(z)
            #expect((StudentT.gammaRatio(z) / expected - 1).magnitude < 3e-14, "\(z)")
        }
        #expect((StudentT.gammaRatio(1e20) - 1e10).magnitude < 1e-5)
    }

    @Test func `ends and nonsense`() {
        #expect(StudentT.twoSidedTail(0, degreesOfFreedom: 5) == 1)
        #expect(StudentT.twoSidedTail(.infinity, degreesOfFreedom: 5) == 0)
        #expect(StudentT.twoSidedTail(1e200, degreesOfFreedom: 5) == 0)
        #expect(StudentT.twoSidedTail(.nan, degreesOfFreedom: 5).isNaN)
        #expect(StudentT.twoSidedTail(1, degreesOfFreedom: 0).isNaN)
        #expect(StudentT.twoSidedTail(1, degreesOfFreedom: .nan).isNaN)
        for level in [0, 1, -1, 2, Double.nan] { #expect(StudentT.quantile(level: level, degreesOfFreedom: 3) == nil) }
        #expect(StudentT.quantile(level: 0.95, degreesOfFreedom: -3) == nil)
        // Never an endless loop, however far out.
        #expect(StudentT.quantile(level: 1 - 0x1p-53, degreesOfFreedom: 0.01) != nil)
        #expect(StudentT.quantile(level: 0x1p-1000, degreesOfFreedom: 3) != nil)
    }
}
