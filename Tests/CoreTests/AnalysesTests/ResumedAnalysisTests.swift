import Testing

@testable import Core

/// Analyses that stop between two steps and go on from what they left.
@Suite struct ResumedAnalysisTests {
    enum Kind: CaseIterable { case drift, layers, latent }

    private func context(_ set: InstructionSet) throws -> AnalysisContext {
        let first = try DriftSets.prepared(.strokes, sparse: true, test: 200, seed: 1)
        let second = try DriftSets.prepared(.silhouettes, sparse: false, test: 210, seed: 2)
        var saliency = SaliencyOptions()
        saliency.steps = 3
        return try DriftSets.context(first, second, saliency: saliency, hidden: [20, 12], set: set)
    }

    private func run(_ kind: Kind, _ context: AnalysisContext) throws -> AnalysisResult? {
        switch kind {
        case .drift: return try DriftAnalysis.run(DriftSets.options([0.25, 1]), context)
        case .layers: return try LayersAnalysis.run(LayerOptions(), context)
        case .latent:
            var options = LatentOptions()
            (options.samples, options.perplexity, options.iterations) = (100, 10, 40)
            return try LatentAnalysis.run(options, context)
        }
    }

    @Test(arguments: Kind.allCases) func `interrupted after any step, and resumed by other kernels`(
        _ kind: Kind
    ) throws {
        var steps: [AnalysisProgress] = []
        var context = try context(.portable)
        context.checkpoints.keep = { progress, _, _ in
            steps.append(progress)
            return true
        }
        let whole = try #require(try run(kind, context))
        switch kind {
        case .drift, .layers: #expect(steps == [64, 128, 192].map { .init(.samples, $0, of: 200) })
        case .latent:
            #expect(steps.filter { $0.unit == .points } == [32, 64, 96, 115].map { .init(.points, $0, of: 115) })
            #expect(steps.filter { $0.unit == .steps } == (1 ... 39).map { .init(.steps, $0, of: 40) })
        }
        for (number, step) in steps.enumerated() {
            var left: AnalysisState?
            context.checkpoints = AnalysisCheckpoints(keep: { progress, _, tensors in
                if progress == step { left = AnalysisState(progress: progress, tensors: tensors()) }
                return left == nil
            })
            #expect(try run(kind, context) == nil && left?.progress == step)
            var settled: [AnalysisStateError?] = []
            var after: [AnalysisProgress] = []
            var other = try self.context(availableSets[number % availableSets.count])
            other.checkpoints = AnalysisCheckpoints(found: left, settle: { settled.append($0) }) { progress, _, _ in
                after.append(progress)
                return true
            }
            let resumed = try #require(try run(kind, other))
            #expect(settled == [nil])
            // Nothing is done twice but P, for which nothing is searched.
            if step.unit != .points { #expect(after == steps.filter { $0.unit == step.unit && $0.done > step.done }) }
            #expect(resumed.measurements == whole.measurements && resumed.tensors == whole.tensors, "\(step)")
            #expect(resumed.metadata == whole.metadata)
        }
    }

    @Test(arguments: Kind.allCases) func `a stop leaves the state, and a state of another kind is refused`(
        _ kind: Kind
    ) throws {
        var stopped: [AnalysisProgress] = []
        var left: AnalysisState?
        var context = try context(.portable)
        context.shouldStop = { true }
        context.checkpoints.keep = { progress, isStopping, tensors in
            if isStopping { stopped.append(progress) }
            left = AnalysisState(progress: progress, tensors: tensors())
            return true
        }
        #expect(try run(kind, context) == nil)
        // The activations of t-SNE's points are no state: they take seconds.
        #expect(stopped == (kind == .latent ? [] : [.init(.samples, 64, of: 200)]))
        let whole = try #require(try run(kind, try self.context(.portable)))
        var states = [
            AnalysisState(progress: .init(.samples, 64, of: 200), tensors: []),
            AnalysisState(progress: .init(.samples, 64, of: 300), tensors: left?.tensors ?? []),
            AnalysisState(progress: .init(.samples, 128, of: 200), tensors: left?.tensors ?? []),
            AnalysisState(progress: .init(.samples, 65, of: 200), tensors: left?.tensors ?? []),
            AnalysisState(progress: .init(.samples, 64, of: 200), tensors: MeasureSums(order: 2, classes: 3).tensors(prefix: "0.")),
        ]
        // Sums that are those of layers say nothing of how many samples they are over.
        if kind == .layers { states.remove(at: 2) }
        for state in states {
            var settled: [AnalysisStateError?] = []
            var other = try self.context(.portable)
            other.checkpoints = AnalysisCheckpoints(found: state, settle: { settled.append($0) })
            let again = try #require(try run(kind, other))
            #expect(settled.count == 1 && settled[0] != nil)
            #expect(again.measurements == whole.measurements && again.tensors == whole.tensors)
        }
    }
}
