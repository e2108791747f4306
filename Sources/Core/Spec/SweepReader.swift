/// Makes a `SweepSpec` of a tree that `SchemaChecker` found nothing wrong with. Keys that are absent keep their defaults.
struct SweepReader {
    let root: SpecNode

    /// Only for a tree without diagnostics: what a bad number of seeds or of ν asks for may be without end.
    func spec() -> SweepSpec {
        var spec = SweepSpec(name: text("name") ?? "", groups: groups(), methods: list("methods", word) ?? [])
        spec.data = data()
        spec.seeds = seeds() ?? spec.seeds
        spec.nu = nu() ?? spec.nu
        spec.regularisers = list("regularisers", word) ?? list("regulariser", word) ?? spec.regularisers
        spec.training = training()
        spec.saliency = saliency()
        if let names = list("measure", \.text) { spec.measures = names.compactMap(Measure.init) }
        spec.analyses = analyses()
        spec.options = options()
        spec.limits.minutesPerJob = number("limits.minutes_per_job").flatMap { $0 > 0 ? $0 : nil }
        spec.limits.retries = integer("limits.retries") ?? spec.limits.retries
        return spec
    }

    func groups() -> [GroupName] { list("groups") { $0.text.flatMap(GroupName.init) } ?? [] }

    /// None unless they are asked for.
    func analyses() -> [Analysis] { list("measure", \.text)?.compactMap(Analysis.init) ?? [] }

    func data() -> DataRequest {
        var data = DataRequest()
        data.source = word("data.source") ?? data.source
        data.fallback = word("data.fallback")
        data.train = integer("data.train") ?? data.train
        data.test = integer("data.test") ?? data.test
        data.validation = integer("data.validation") ?? data.validation
        data.splitSeed = integer("data.split_seed").flatMap(UInt64.init(exactly:)) ?? data.splitSeed
        data.pad = integer("data.pad") ?? data.pad
        return data
    }

    func training() -> TrainingParameters {
        var training = TrainingParameters()
        training.epochs = integer("training.epochs") ?? training.epochs
        training.batch = integer("training.batch") ?? training.batch
        training.learningRate = number("training.learning_rate") ?? training.learningRate
        training.hidden = list("training.hidden", \.integer) ?? training.hidden
        training.initialisation = word("training.initialisation") ?? training.initialisation
        training.pooling = word("training.pooling") ?? training.pooling
        training.weightDecay = number("training.weight_decay").map { $0 + 0.0 } ?? training.weightDecay
        training.trackedSamples = integer("training.track_sigma_max") ?? training.trackedSamples
        return training
    }

    func options() -> AnalysisOptions {
        var options = AnalysisOptions()
        options.layers.samples = integer("layer_LI.samples") ?? options.layers.samples
        options.drift.with = word("drift.with") ?? options.drift.with
        options.drift.fallback = word("drift.fallback")
        options.drift.betas = list("drift.beta") { $0.number.map { $0 + 0.0 } } ?? options.drift.betas
        options.drift.measures = list("drift.measure", word) ?? options.drift.measures
        options.drift.samples = integer("drift.samples") ?? options.drift.samples
        options.latent.samples = integer("latent.samples") ?? options.latent.samples
        options.latent.traced = integer("latent.traced") ?? options.latent.traced
        options.latent.perplexity = number("latent.perplexity") ?? options.latent.perplexity
        options.latent.iterations = integer("latent.iterations") ?? options.latent.iterations
        options.latent.seeds = integer("latent.seeds") ?? options.latent.seeds
        options.saliencyMaps.samples = integer("saliency_maps.samples") ?? options.saliencyMaps.samples
        options.saliencyMaps.seeds = integer("saliency_maps.seeds") ?? options.saliencyMaps.seeds
        options.decay.samples = integer("decay.samples") ?? options.decay.samples
        options.decay.steps = integer("decay.steps") ?? options.decay.steps
        options.decay.rate = number("decay.rate") ?? options.decay.rate
        return options
    }

    func searchSettings() -> NuSearchSettings {
        var settings = NuSearchSettings()
        if let text = text("nu.smallest"), let condition = try? ThresholdCondition(text) {
            settings.measure = condition.measure
            settings.threshold = condition.threshold
        }
        settings.split = word("nu.on") ?? settings.split
        settings.from = number("nu.from") ?? settings.from
        settings.to = number("nu.to") ?? settings.to
        settings.within = number("nu.within") ?? settings.within
        settings.maxProbes = integer("nu.max_probes") ?? settings.maxProbes
        return settings
    }

    /// The values of `nu: {logspace: [a, b, n]}`.
    func logspace() -> [Double]? {
        guard case .list(let nodes)? = root.at("nu.logspace")?.content, nodes.count == 3, let a = nodes[0].number,
            let b = nodes[1].number, let count = nodes[2].integer, SweepSchema.points.contains(count),
            SweepSchema.searched.contains(a), SweepSchema.searched.contains(b)
        else { return nil }
        return GeometricNumbers.space(from: a, to: b, count: count)
    }

    private func nu() -> NuChoice? {
        guard let node = root["nu"] else { return nil }
        switch node.content {
        case .scalar, .list: return .values(node.entriesOrSelf.compactMap(\.number).map { $0 + 0.0 })
        case .mapping: return logspace().map(NuChoice.values) ?? .smallest(searchSettings())
        }
    }

    private func seeds() -> [UInt64]? {
        if let count = root["seeds"]?.integer { return (0 ..< UInt64(clamping: count)).map { $0 } }
        return list("seeds") { $0.integer.flatMap(UInt64.init(exactly:)) }
    }

    private func saliency() -> SaliencyOptions {
        var saliency = SaliencyOptions()
        saliency.target = word("saliency.target") ?? saliency.target
        saliency.steps = integer("saliency.steps") ?? saliency.steps
        saliency.rule = word("saliency.rule") ?? saliency.rule
        saliency.baseline = word("saliency.baseline") ?? saliency.baseline
        saliency.threshold = number("saliency.threshold").map { $0 + 0.0 } ?? saliency.threshold
        return saliency
    }

    private func text(_ path: String) -> String? { root.at(path)?.text }
    private func integer(_ path: String) -> Int? { root.at(path)?.integer }
    private func number(_ path: String) -> Double? { root.at(path)?.number }
    private func word<Word: RawRepresentable<String>>(_ path: String) -> Word? { root.at(path).flatMap(word) }
    private func word<Word: RawRepresentable<String>>(_ node: SpecNode) -> Word? { node.text.flatMap(Word.init) }

    private func list<Value>(_ path: String, _ read: (SpecNode) -> Value?) -> [Value]? {
        root.at(path).map { $0.entriesOrSelf.compactMap(read) }
    }
}
