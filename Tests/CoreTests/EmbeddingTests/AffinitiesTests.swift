import Foundation
import Testing

@testable import Core

@Suite struct AffinitiesTests {
    /// p_j|i from its definition, with the C library, and σ by a search of its own (on ln β, from
    /// far outside).
    private func conditional(_ points: [[Double]], _ i: Int, perplexity: Double) -> [Double] {
        let distances = points.map { other in zip(points[i], other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        var (low, high) = (-30.0, 30.0)
        var p: [Double] = []
        for _ in 0 ..< 100 {
            let beta = exp((low + high) / 2)
            let nearest = distances.indices.filter { $0 != i }.map { distances[$0] }.min() ?? 0
            p = distances.indices.map { $0 == i ? 0 : exp(-beta * (distances[$0] - nearest)) }
            let sum = p.reduce(0, +)
            p = p.map { $0 / sum }
            let entropy = -p.reduce(0) { $1 > 0 ? $0 + $1 * log2($1) : $0 }
            if pow(2, entropy) > perplexity { low = log(beta) } else { high = log(beta) }
        }
        return p
    }

    @Test(arguments: [2.5, 10, 20]) func `probabilities by their definition`(perplexity: Double) throws {
        let (n, d) = (61, 5)
        let values = PointClouds.cloud(n, features: d)
        let found = try #require(try Affinities(of: values, points: n, perplexity: perplexity))
        let points = (0 ..< n).map { i in (0 ..< d).map { Double(values[i * d + $0]) } }
        let rows = points.indices.map { conditional(points, $0, perplexity: perplexity) }
        for i in 0 ..< n {
            for j in 0 ..< n {
                let expected = (rows[i][j] + rows[j][i]) / Double(2 * n)
                #expect((found[i, j] - expected).magnitude <= 1e-6 * expected + 1e-12)
                #expect(found[i, j] == found[j, i])
            }
            #expect(found[i, i] == 0)
            #expect((found.perplexities[i] - perplexity).magnitude < 1e-5)
        }
        #expect(found.unreached.isEmpty)
        #expect((found.values.reduce(0, +) - 1).magnitude < 1e-14)
    }

    @Test(arguments: [0x1p-90 as Float, 1, 0x1p60]) func `scale and offset do not count`(scale: Float) throws {
        let values = PointClouds.cloud(40, features: 3)
        let plain = try #require(try Affinities(of: values, points: 40, perplexity: 8))
        let scaled = try #require(try Affinities(of: values.map { $0 * scale }, points: 40, perplexity: 8))
        #expect(plain.values == scaled.values)
        let coarse = values.map { ($0 * 64).rounded() }
        let moved = try #require(try Affinities(of: coarse.map { $0 + 100_000 }, points: 40, perplexity: 8))
        #expect(try #require(try Affinities(of: coarse, points: 40, perplexity: 8)).values == moved.values)
    }

    /// Five copies of a point are four neighbours at distance 0 each: no fewer than 4 can count.
    @Test func `duplicates beyond the perplexity are reported`() throws {
        var values = PointClouds.cloud(30, features: 4)
        for copy in [3, 11, 12, 29] { for k in 0 ..< 4 { values[copy * 4 + k] = values[k] } }
        let found = try #require(try Affinities(of: values, points: 30, perplexity: 3))
        #expect(found.unreached == [0, 3, 11, 12, 29])
        for i in found.unreached { #expect((found.perplexities[i] - 4).magnitude < 1e-9) }
        #expect(try #require(try Affinities(of: values, points: 30, perplexity: 5)).unreached.isEmpty)
        #expect((found.values.reduce(0, +) - 1).magnitude < 1e-14)
    }

    /// The corners of a simplex are all equally far: nothing but n − 1 neighbours.
    @Test func `points equally far from all others are reported`() throws {
        let values = (0 ..< 12).flatMap { i in (0 ..< 12).map { Float(i == $0 ? 1 : 0) } }
        let found = try #require(try Affinities(of: values, points: 12, perplexity: 4))
        #expect(found.unreached == Array(0 ..< 12))
        #expect((found.perplexities[5] - 11).magnitude < 1e-9)
    }

    @Test func `row blocks change nothing`() throws {
        let values = PointClouds.cloud(50, features: 6)
        let serial = try #require(try Affinities(of: values, points: 50, perplexity: 10))
        let backwards = RowBlocks(count: 3) { count, body in for i in (0 ..< count).reversed() { body(i) } }
        let other = try #require(try Affinities(of: values, points: 50, perplexity: 10, blocks: backwards))
        #expect(serial.values == other.values && serial.perplexities == other.perplexities)
    }
}
