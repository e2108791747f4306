import Foundation
import Testing

@testable import Core

@Suite struct StructuralSimilarityTests {
    /// By the definition: the 11×11 window as it is, variances from differences to the mean.
    private func slow(_ a: [Float], _ b: [Float], height: Int, width: Int, range: Double) -> Double {
        var window = [[Double]](repeating: [Double](repeating: 0, count: 11), count: 11)
        for i in 0 ..< 11 { for j in 0 ..< 11 { window[i][j] = exp(-(pow(Double(i - 5), 2) + pow(Double(j - 5), 2)) / 4.5) } }
        let total = window.joined().reduce(0, +)
        let (c1, c2) = (pow(0.01 * range, 2), pow(0.03 * range, 2))
        var sum = 0.0
        for y in 0 ... height - 11 {
            for x in 0 ... width - 11 {
                func mean(_ value: (Int) -> Double) -> Double {
                    var sum = 0.0
                    for i in 0 ..< 11 { for j in 0 ..< 11 { sum += window[i][j] / total * value((y + i) * width + x + j) } }
                    return sum
                }
                let (ma, mb) = (mean { Double(a[$0]) }, mean { Double(b[$0]) })
                let va = mean { pow(Double(a[$0]) - ma, 2) }
                let vb = mean { pow(Double(b[$0]) - mb, 2) }
                let cov = mean { (Double(a[$0]) - ma) * (Double(b[$0]) - mb) }
                sum += (2 * ma * mb + c1) * (2 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
            }
        }
        return sum / Double((height - 10) * (width - 10))
    }

    private func image(_ count: Int, _ seed: UInt64, _ scale: Float) -> [Float] {
        var stream = RandomStream(seed: seed, purpose: .test)
        return (0 ..< count).map { _ in stream.unitFloat() * scale }
    }

    @Test(arguments: [(11, 11, 1.0), (12, 17, 1), (36, 36, 255), (20, 11, 0.01)]) func `against the definition`(
        height: Int, width: Int, range: Double
    ) throws {
        let similarity = try StructuralSimilarity(height: height, width: width, dynamicRange: range)
        let a = image(height * width, 1, Float(range))
        let noise = image(height * width, 2, Float(range))
        for share in [0, 0.05, 0.5, 1] as [Float] {
            let b = zip(a, noise).map { (1 - share) * $0 + share * $1 }
            let expected = slow(a, b, height: height, width: width, range: range)
            #expect((similarity(a, b) - expected).magnitude < 1e-11)
            #expect(similarity(b, a) == similarity(a, b))
            #expect(share == 0 ? similarity(a, b) == 1 : similarity(a, b) < 0.999)
        }
        let inverse = a.map { Float(range) - $0 }
        let expected = slow(a, inverse, height: height, width: width, range: range)
        #expect((similarity(a, inverse) - expected).magnitude < 1e-11 && expected < 0)
    }

    /// Flat images have no variance: what is left is the comparison of means.
    @Test func `flat images by hand`() throws {
        let similarity = try StructuralSimilarity(height: 15, width: 13, dynamicRange: 1)
        func flat(_ value: Float) -> [Float] { [Float](repeating: value, count: 15 * 13) }
        #expect((similarity(flat(0), flat(1)) - 0.0001 / 1.0001).magnitude < 1e-12)
        #expect((similarity(flat(0.5), flat(0.25)) - 0.2501 / 0.3126).magnitude < 1e-12)
        #expect(similarity(flat(0), flat(0)) == 1)
        #expect(similarity(flat(0.3), flat(0.3)) == 1)
    }

    /// In one window, a pixel at its middle against none, with w the window's middle weight: both
    /// means, the variance w − w² and a covariance of 0.
    @Test func `one pixel by hand`() throws {
        let similarity = try StructuralSimilarity(height: 11, width: 11, dynamicRange: 1)
        var dot = [Float](repeating: 0, count: 121)
        dot[60] = 1
        let w = pow((-5 ... 5).reduce(0.0) { $0 + exp(-Double($1 * $1) / 4.5) }, -2)
        let expected = 0.0001 * 0.0009 / ((w * w + 0.0001) * (w - w * w + 0.0009))
        #expect((similarity(dot, [Float](repeating: 0, count: 121)) - expected).magnitude < 1e-13)
        #expect((similarity.weights.reduce(0, +) - 1).magnitude < 1e-15)
    }

    /// Only what lies in some whole window counts, and the corner counts in the first one alone.
    @Test func `the edge`() throws {
        let similarity = try StructuralSimilarity(height: 12, width: 12, dynamicRange: 1)
        var corner = [Float](repeating: 0, count: 144)
        corner[0] = 1
        let zero = [Float](repeating: 0, count: 144)
        let expected = slow(corner, zero, height: 12, width: 12, range: 1)
        #expect((similarity(corner, zero) - expected).magnitude < 1e-14 && expected < 1 && expected > 0.75)
    }

    /// What is blank in both images is passed over.
    @Test(arguments: [(36, 36), (11, 11), (13, 40)]) func `blank images with a few specks`(height: Int, width: Int) throws {
        let similarity = try StructuralSimilarity(height: height, width: width, dynamicRange: 1)
        var stream = RandomStream(seed: 5, purpose: .test)
        for specks in [1, 2, 5] {
            func specked() -> [Float] {
                var image = [Float](repeating: 0, count: height * width)
                for _ in 0 ..< specks { image[Int(stream.integer(below: UInt32(height * width)))] = stream.unitFloat() }
                return image
            }
            for _ in 0 ..< 10 {
                let (a, b) = (specked(), specked())
                let expected = slow(a, b, height: height, width: width, range: 1)
                #expect((similarity(a, b) - expected).magnitude < 1e-11)
                #expect(similarity(a, a) == 1 && similarity(b, a) == similarity(a, b))
            }
        }
    }

    /// Of a smaller image the one window is the whole of it, or as much of it as there is.
    @Test func `images smaller than the window`() {
        let a = image(64, 3, 1)
        let b = image(64, 4, 1)
        let similarity = StructuralSimilarity(fitting: 8, 8, dynamicRange: 1)
        let bell = (0 ..< 8).map { exp(-pow(Double($0) - 3.5, 2) / 4.5) }
        func mean(_ value: (Int) -> Double) -> Double {
            let total = pow(bell.reduce(0, +), 2)
            return (0 ..< 64).reduce(0.0) { $0 + bell[$1 / 8] * bell[$1 % 8] / total * value($1) }
        }
        let (ma, mb) = (mean { Double(a[$0]) }, mean { Double(b[$0]) })
        let (va, vb) = (mean { pow(Double(a[$0]) - ma, 2) }, mean { pow(Double(b[$0]) - mb, 2) })
        let covariance = mean { (Double(a[$0]) - ma) * (Double(b[$0]) - mb) }
        let expected = (2 * ma * mb + 1e-4) * (2 * covariance + 9e-4) / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4))
        #expect((similarity(a, b) - expected).magnitude < 1e-12 && similarity(a, a) == 1)
        #expect(StructuralSimilarity(fitting: 8, 36, dynamicRange: 1).weights.count == 8)
        #expect(StructuralSimilarity(fitting: 36, 36, dynamicRange: 1).weights.count == 11)
    }

    @Test func `bad input`() throws {
        func message(_ height: Int, _ width: Int, _ range: Double) -> String {
            do {
                _ = try StructuralSimilarity(height: height, width: width, dynamicRange: range)
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        #expect(
            message(10, 36, 1) == "SSIM: expected images of at least 11×11 pixels, the size of its window, found 36×10")
        for range in [0, -1, Double.nan, .infinity] {
            #expect(message(36, 36, range) == "SSIM, dynamic range: expected a positive number, found \(range)")
        }
        let similarity = try StructuralSimilarity(height: 11, width: 11, dynamicRange: 1)
        var broken = [Float](repeating: 0, count: 121)
        broken[3] = .nan
        #expect(similarity(broken, broken).isNaN)
    }
}
