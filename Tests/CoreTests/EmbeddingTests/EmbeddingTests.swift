import Dispatch
import Testing

@testable import Core

@Suite struct EmbeddingTests {
    private func short(_ iterations: Int) -> EmbeddingOptions {
        var options = EmbeddingOptions()
        options.perplexity = 12
        options.iterations = iterations
        options.exaggeratedIterations = iterations / 4
        options.momentumSwitch = iterations / 4
        options.traceEvery = 10
        return options
    }

    @Test(arguments: [false, true]) func `blobs come out apart`(random: Bool) throws {
        var options = short(400)
        if random { options.start = .random(RandomStream(seed: 5, purpose: .test)) }
        let values = PointClouds.blobs(180, features: 10, blobs: 5, apart: 8)
        let found = try #require(try Embedding.tSNE(of: values, points: 180, options: options))
        #expect(PointClouds.purity(found.x, found.y, blobs: 5, neighbours: 10) == 1)
        #expect(found.unreached.isEmpty && found.learningRate == 50)
        #expect(found.trace.map(\.iteration) == Array(stride(from: 10, through: 400, by: 10)))
        // Once the momentum has settled, the divergence only falls.
        let settled = found.trace.filter { $0.iteration >= 250 }.map(\.divergence)
        for (before, after) in zip(settled, settled.dropFirst()) { #expect(after <= before) }
        #expect(found.divergence == settled.last && found.divergence < 1 && found.divergence > 0)
        #expect((found.x.reduce(0, +) / 180).magnitude < 1e-9 && (found.y.reduce(0, +) / 180).magnitude < 1e-9)
    }

    /// One cloud is no blobs: the purity above means something.
    @Test func `what is one cloud stays one`() throws {
        let found = try #require(
            try Embedding.tSNE(of: PointClouds.cloud(150, features: 10), points: 150, options: short(200)))
        #expect(PointClouds.purity(found.x, found.y, blobs: 5, neighbours: 10) < 0.4)
    }

    @Test func `the same bytes from any blocks`() throws {
        let values = PointClouds.blobs(90, features: 7, blobs: 3, apart: 5)
        let options = short(60)
        let serial = try Embedding.tSNE(of: values, points: 90, options: options)
        #expect(try Embedding.tSNE(of: values, points: 90, options: options) == serial)
        let parallel = RowBlocks(count: 3) { count, body in
            DispatchQueue.concurrentPerform(iterations: count) { body($0) }
        }
        #expect(try Embedding.tSNE(of: values, points: 90, options: options, blocks: parallel) == serial)
        let many = RowBlocks(count: 1000) { count, body in for i in (0 ..< count).reversed() { body(i) } }
        #expect(try Embedding.tSNE(of: values, points: 90, options: options, blocks: many) == serial)
    }

    /// The bytes of a small embedding, the same on every machine.
    @Test func `the bytes`() throws {
        let found = try #require(
            try Embedding.tSNE(of: PointClouds.blobs(50, features: 6, blobs: 2, apart: 4), points: 50, options: short(40)))
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for value in found.x + found.y + found.trace.map(\.divergence) {
            hash = (hash ^ value.bitPattern) &* 0x100_0000_01B3
        }
        #expect(hash == 3_256_582_683_138_399_048)
    }

    /// Nothing prefers a side: the mirrored start ends in the mirrored picture.
    @Test func `mirrored starts`() throws {
        let p = try #require(try Affinities(of: PointClouds.cloud(40, features: 4), points: 40, perplexity: 10))
        let x = (0 ..< 40).map { Double(($0 * 7) % 11 - 5) * 1e-4 }
        let y = (0 ..< 40).map { Double(($0 * 5) % 13 - 6) * 1e-4 }
        var plain = EmbeddingDescent(p, from: (x, y), short(50), .serial)
        var mirrored = EmbeddingDescent(p, from: (x.map { -$0 }, y), short(50), .serial)
        for iteration in 1 ... 50 {
            plain.step(iteration)
            mirrored.step(iteration)
        }
        #expect(plain.x.prefix(40).map { -$0 } == Array(mirrored.x.prefix(40)) && plain.y == mirrored.y)
        #expect(plain.divergence() == mirrored.divergence())
    }

    @Test func `points on a line still spread in the plane`() throws {
        let found = try #require(
            try Embedding.tSNE(of: (0 ..< 60).map { Float($0) }, points: 60, options: short(100)))
        let spread = (found.y.max() ?? 0) - (found.y.min() ?? 0)
        #expect(spread > 0.1)
    }

    @Test func `duplicates are embedded and reported`() throws {
        var values = PointClouds.cloud(60, features: 4)
        for copy in 1 ..< 20 { for k in 0 ..< 4 { values[copy * 4 + k] = values[k] } }
        let found = try #require(try Embedding.tSNE(of: values, points: 60, options: short(40)))
        #expect(found.unreached == Array(0 ..< 20))
        #expect(found.x.allSatisfy(\.isFinite) && found.y.allSatisfy(\.isFinite))
    }

    @Test func `stopping leaves nothing`() throws {
        let stop = StopFlag()
        var seen: [Int] = []
        let found = try Embedding.tSNE(
            of: PointClouds.cloud(60, features: 4), points: 60, options: short(100), stop: stop
        ) { iteration in
            seen.append(iteration)
            if iteration == 7 { stop.raise() }
        }
        #expect(found == nil && seen == Array(1 ... 7))
        #expect(try Affinities(of: PointClouds.cloud(60, features: 4), points: 60, perplexity: 8, stop: stop) == nil)
    }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func `bad input`() {
        func embed(_ values: [Float], _ n: Int, _ change: (inout EmbeddingOptions) -> Void = { _ in }) -> String {
            var options = short(10)
            change(&options)
            return message { _ = try Embedding.tSNE(of: values, points: n, options: options) }
        }
        let values = PointClouds.cloud(40, features: 3)
        var broken = values
        broken[3 * 17 + 2] = .nan
        #expect(
            embed(broken, 40) == "t-SNE, point 17, feature 2: expected a finite number, found nan; "
                + "leave out the points of a network that diverged")
        #expect(
            embed(values, 30) == "t-SNE of 30 points: a perplexity of 12.0 needs at least 36 (three times the "
                + "perplexity); take more points or a perplexity of at most 10.0")
        #expect(embed([], 0).hasPrefix("t-SNE of 0 points: a perplexity of 12.0 needs at least 36"))
        #expect(embed([], 40) == "t-SNE of 40 points: expected at least one feature per point, found none")
        #expect(embed(Array(values.dropLast()), 40) == "t-SNE: expected 120 numbers (points × features), found 119")
        #expect(
            embed([Float](repeating: 0.3, count: 120), 40)
                == "t-SNE: all 40 points are the same; there is nothing to embed")
        #expect(embed(values, 40) { $0.perplexity = .nan } == "t-SNE, perplexity: expected a number above 1, found nan")
        #expect(embed(values, 40) { $0.iterations = 0 } == "t-SNE, iterations: expected at least 1, found 0")
        #expect(embed(values, 40) { $0.lateMomentum = 1 }.hasPrefix("t-SNE, momentum: expected a number from 0"))
        #expect(
            embed(values, 40) { $0.learningRate = 1e300 }
                == "t-SNE, iteration 10: positions are no longer finite; expected a learning rate that converges, "
                + "found 1e+300: take a smaller one")
    }
}
