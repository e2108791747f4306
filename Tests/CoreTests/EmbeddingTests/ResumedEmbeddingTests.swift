import Testing

@testable import Core

/// t-SNE that stops on the way and goes on from what it left.
@Suite struct ResumedEmbeddingTests {
    private static let n = 70

    private var values: [Float] {
        // Some rows whose perplexity cannot be reached: their β is the last one tried.
        var values = PointClouds.cloud(Self.n, features: 4)
        for copy in 1 ... 8 { for k in 0 ..< 4 { values[copy * 4 + k] = values[k] } }
        return values
    }

    private var options: EmbeddingOptions {
        var options = EmbeddingOptions()
        (options.perplexity, options.iterations, options.traceEvery) = (5, 23, 5)
        (options.exaggeratedIterations, options.momentumSwitch) = (8, 8)
        return options
    }

    private func embed(
        from state: EmbeddingState? = nil, goesOn: (EmbeddingState.Place, () -> EmbeddingState) -> Bool = { _, _ in true }
    ) throws -> Embedding? {
        try Embedding.tSNE(of: values, points: Self.n, options: options, from: state, goesOn: goesOn)
    }

    @Test func `interrupted at every place, it ends with the same bits`() throws {
        var places: [EmbeddingState.Place] = []
        let whole = try #require(
            try embed { place, state in
                places.append(place)
                return state().place == place
            })
        #expect(!whole.unreached.isEmpty && whole.trace.map(\.iteration) == [5, 10, 15, 20, 23])
        #expect(places == [.rows(32), .rows(64), .rows(70)] + (1 ... 22).map { .iterations($0) })
        for stop in places {
            var left: EmbeddingState?
            let none = try embed { place, state in
                if place == stop { left = state() }
                return left == nil
            }
            #expect(none == nil)
            let kept = try EmbeddingState(StateTensors(try #require(left).tensors))
            #expect(kept == left && kept.place == stop)
            try kept.check(points: Self.n, options)
            #expect(try embed(from: kept) == whole, "\(stop)")
        }
    }

    @Test func `interrupted again and again`() throws {
        let whole = try #require(try embed())
        var state: EmbeddingState?
        for _ in 0 ..< 30 {
            var next: EmbeddingState?
            let found = try embed(from: state) { place, now in
                next = now()
                return false
            }
            if let found {
                #expect(found == whole)
                return
            }
            // Each attempt gets further.
            #expect(next != state)
            state = next
        }
        Issue.record("no end")
    }

    @Test func `what was found with the help of others counts, and a stop within rows keeps those before`() throws {
        let stop = StopFlag()
        var asked = 0
        var left: EmbeddingState?
        let blocks = RowBlocks(count: 4) { count, body in
            for block in 0 ..< count {
                asked += 1
                if asked == 6 { stop.raise() }
                body(block)
            }
        }
        let none = try Embedding.tSNE(
            of: values, points: Self.n, options: options, blocks: blocks, stop: stop,
            goesOn: { _, state in
                left = state()
                return true
            })
        #expect(none == nil && left?.bandwidths.count == 32)
        #expect(try embed(from: left) == embed())
    }

    @Test func `a state of other points or options is refused`() throws {
        var left: EmbeddingState?
        _ = try embed { place, state in
            left = state()
            return place != .iterations(12)
        }
        let good = try #require(left)
        func words(points: Int = Self.n, _ change: (inout EmbeddingState) -> Void) -> String? {
            var state = good
            change(&state)
            let error = #expect(throws: AnalysisStateError.self) { try state.check(points: points, options) }
            return error?.description
        }
        #expect(words(points: 71) { _ in } == "expected 71 bandwidths, found 70")
        #expect(words(points: 69) { _ in } == "expected at most 69 bandwidths, found 70")
        #expect(words { $0.bandwidths[3] = -1 } == "expected bandwidths that are positive numbers")
        #expect(words { $0.bandwidths[3] = .nan } == "expected bandwidths that are positive numbers")
        #expect(words { $0.descent?.iteration = 23 } == "iterations: expected 1 to 22, found 23")
        #expect(words { $0.descent?.gainY.removeLast() } == "gain_y: expected 70 numbers, found 69")
        #expect(words { $0.descent?.velocityX[2] = .infinity } == "velocity_x: expected finite numbers")
        #expect(words { $0.descent?.trace.removeLast() } == "expected a trace of every 5th iteration")
        let tensors = good.tensors.filter { $0.name != "x" }
        let error = #expect(throws: AnalysisStateError.self) { try EmbeddingState(StateTensors(tensors)) }
        #expect(error?.description == "tensor 'x': expected in the file, found none")
    }
}
