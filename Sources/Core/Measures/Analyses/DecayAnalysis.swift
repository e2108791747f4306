/// `decay`: Proposition 3.1 (paper, section 3.3) on the task's own train samples and group.
///
/// A linear model Wx is trained on LI alone by gradient descent, once per case: for one g, which is what
/// the proposition is about, and for the whole orbit. The single elements are generators of the group (g1
/// of R4, T3 and F2; g1 and g4 of D4). W(0) is (classes, pixels), drawn by the job's seed; the network plays
/// no part.
///
/// Series per case, `[g1]`, …, `[orbit]`, at most about 200 points: `decay_step[g1]`, `decay_time[g1]` (t of the
/// gradient flow), `decay_LI[g1]`, `decay_sigma_max[g1]`, and `decay_distance[g1]`, ‖W(t) − W(0)exp(−Σt)‖ relative
/// to the latter. Values per case: `decay_bound_holds[g1]`, 1 where σmax(W) grew at no step (so that
/// σmax(W(t)) ≤ σmax(W(0)) at every step), else 0; `decay_learning_rate[g1]`; `decay_rounding[g1]`, the
/// largest relative distance to W(0)(I − ηΣ)ᵏ, what rounding alone has done.
public enum DecayAnalysis {
    /// Points of a curve that are kept, but for the last one.
    static let points = 200

    /// - Returns: nil if stopped.
    /// - Throws: where there are too many samples for the group's order, or all are invariant.
    public static func run(_ options: DecayOptions, _ context: AnalysisContext) throws(AnalysisError) -> AnalysisResult? {
        let task = context.task
        let samples = task.data.train.prefix(options.samples)
        let values = task.data.normalisation.values
        let inputs = (0 ..< samples.count).flatMap { i in samples.images[i].map { values[Int($0)] } }
        let cases = cases(of: task.group)
        let weights = LinearDecay.initialWeights(
            seed: task.seed, outputs: task.data.classCount, pixels: task.data.pixels)
        var result = Measurements(samples: samples.count)
        let stop = StopFlag()
        for (number, item) in cases.enumerated() {
            if context.shouldStop() { return nil }
            let decay = try decay(inputs, count: samples.count, task.group, item.elements)
            guard decay.largestEigenvalue > 0 else {
                throw AnalysisError(
                    .decay,
                    "expected train samples that \(item.name) changes, found \(samples.count) that it leaves as they are, so "
                        + "that nothing decays; take more decay.samples or another group")
            }
            let run: DecayRun?
            do throws(DecayError) {
                run = try decay.run(
                    weights: weights, outputs: task.data.classCount, learningRate: options.rate * decay.stepBound,
                    steps: options.steps, interval: max(1, (options.steps + points - 1) / points), stop: stop
                ) { step in
                    context.progress(number * options.steps + step, cases.count * options.steps)
                    if context.shouldStop() { stop.raise() }
                }
            } catch {
                throw AnalysisError(.decay, "\(error)")
            }
            guard let run, !stop.isRaised else { return nil }
            put(run, item.name, into: &result)
        }
        return AnalysisResult(measurements: result)
    }

    private static func decay(
        _ inputs: [Float], count: Int, _ group: PermutationGroup, _ elements: [Int]
    ) throws(AnalysisError) -> LinearDecay {
        do {
            return try LinearDecay(inputs: inputs, count: count, group: group, elements: elements)
        } catch {
            throw AnalysisError(.decay, "\(error)")
        }
    }

    private static func put(_ run: DecayRun, _ name: String, into result: inout Measurements) {
        result.series["decay_step[\(name)]"] = run.rows.map { Double($0.step) }
        result.series["decay_time[\(name)]"] = run.rows.map(\.time)
        result.series["decay_LI[\(name)]"] = run.rows.map(\.invarianceError)
        result.series["decay_sigma_max[\(name)]"] = run.rows.map(\.sigmaMax)
        result.series["decay_distance[\(name)]"] = run.rows.map(\.distanceToFlow)
        result.values["decay_bound_holds[\(name)]"] = run.neverGrows ? 1 : 0
        result.values["decay_learning_rate[\(name)]"] = run.learningRate
        result.values["decay_rounding[\(name)]"] = run.rows.map(\.distanceToSteps).max() ?? 0
    }

    /// What is run, by name: each generator, and the orbit. Of a group of two elements both are the same,
    /// and are run all the same: tables and figures find the names that they look for.
    static func cases(of group: PermutationGroup) -> [(name: String, elements: [Int])] {
        generators(of: group).map { ("g\($0)", [$0]) } + [("orbit", Array(1 ..< max(1, group.order)))]
    }

    /// Elements in their order, each that those before it do not generate.
    static func generators(of group: PermutationGroup) -> [Int] {
        var generated: Set = [0]
        var generators: [Int] = []
        for element in 1 ..< max(1, group.order) where !generated.contains(element) {
            generators.append(element)
            // In a finite group products alone reach the inverses too.
            var edge = Array(generated)
            while let a = edge.popLast() {
                for b in generators where generated.insert(group.product(a, b)).inserted {
                    edge.append(group.product(a, b))
                }
            }
        }
        return generators
    }
}
