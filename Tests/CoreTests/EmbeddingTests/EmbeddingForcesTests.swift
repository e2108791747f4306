import Foundation
import Testing

@testable import Core

@Suite struct EmbeddingForcesTests {
    /// KL(P‖Q) by its definition.
    private func divergence(_ p: Affinities, _ x: [Double], _ y: [Double]) -> Double {
        func w(_ i: Int, _ j: Int) -> Double { 1 / (1 + pow(x[i] - x[j], 2) + pow(y[i] - y[j], 2)) }
        var z = 0.0
        for i in x.indices { for j in x.indices where i != j { z += w(i, j) } }
        var sum = 0.0
        for i in x.indices { for j in x.indices where i != j && p[i, j] > 0 { sum += p[i, j] * log(p[i, j] * z / w(i, j)) } }
        return sum
    }

    /// Sizes around the four points that are taken at once.
    @Test(arguments: [21, 22, 23, 24]) func `gradient against differences of the divergence`(n: Int) throws {
        let p = try #require(try Affinities(of: PointClouds.cloud(n, features: 3), points: n, perplexity: 5))
        var stream = RandomStream(seed: 7, purpose: .test)
        for spread in [0.01, 1, 30] {
            var x = (0 ..< n).map { _ in Double(PointClouds.normal(&stream)) * spread }
            var y = (0 ..< n).map { _ in Double(PointClouds.normal(&stream)) * spread }
            var forces = EmbeddingForces(p, blocks: .serial)
            forces.compute(EmbeddingForces.padded(x), EmbeddingForces.padded(y))
            let found = forces.divergence(EmbeddingForces.padded(x), EmbeddingForces.padded(y))
            #expect((found - divergence(p, x, y)).magnitude < 1e-12)
            let step = 1e-5 * spread.squareRoot()
            for i in 0 ..< n {
                let gradient = forces.gradient(i)
                x[i] += step
                let right = divergence(p, x, y)
                x[i] -= 2 * step
                let left = divergence(p, x, y)
                x[i] += step
                y[i] += step
                let up = divergence(p, x, y)
                y[i] -= 2 * step
                let down = divergence(p, x, y)
                y[i] += step
                #expect((gradient.x - (right - left) / (2 * step)).magnitude < 1e-8)
                #expect((gradient.y - (up - down) / (2 * step)).magnitude < 1e-8)
            }
        }
    }

    @Test func `exaggeration multiplies P`() throws {
        let p = try #require(try Affinities(of: PointClouds.cloud(15, features: 3), points: 15, perplexity: 4))
        let x = (0 ..< 15).map { Double($0 % 4) }
        let y = (0 ..< 15).map { Double($0 % 7) * 0.5 }
        var forces = EmbeddingForces(p, blocks: .serial)
        forces.compute(EmbeddingForces.padded(x), EmbeddingForces.padded(y))
        for i in 0 ..< 15 {
            var pull = 0.0
            for j in 0 ..< 15 { pull += p[i, j] * (x[i] - x[j]) / (1 + pow(x[i] - x[j], 2) + pow(y[i] - y[j], 2)) }
            let change = forces.gradient(i, exaggeration: 12).x - forces.gradient(i).x
            #expect((change - 4 * 11 * pull).magnitude < 1e-12)
        }
    }
}
