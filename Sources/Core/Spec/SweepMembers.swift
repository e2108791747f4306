extension SweepSpec {
    /// Nil where ν is given.
    var nuSearch: NuSearchSettings? {
        if case .smallest(let settings) = nu { settings } else { nil }
    }

    var datasets: [DatasetName] { [data.source] + (data.fallback.map { $0 == data.source ? [] : [$0] } ?? []) }

    /// What there may be thousands of, for asking often.
    struct Members: Sendable, Equatable {
        private let seeds: Set<UInt64>
        /// Nil where ν is searched.
        private let nus: Set<Double>?

        init(_ spec: SweepSpec) {
            seeds = Set(spec.seeds)
            if case .values(let values) = spec.nu { nus = Set(values) } else { nus = nil }
        }

        /// Whether the sweep has the job's seed and its ν.
        func have(_ job: Job) -> Bool {
            seeds.contains(job.seed) && (job.method != .IR || job.nu.map { nus?.contains($0) ?? true } ?? false)
        }
    }

    /// Whether the sweep, as it is asked for now, has such a job among its jobs, whatever its seed and ν (`Members`).
    func includesForm(of job: Job) -> Bool {
        var training = job.training
        // Only WT pools; the others are the same job whatever the option says.
        if job.method != .WT { training.pooling = self.training.pooling }
        guard datasets.contains(job.data.dataset), job.data.train == data.train, job.data.test == data.test,
            job.data.validation == data.validation, job.data.splitSeed == data.splitSeed, job.data.pad == data.pad,
            groups.contains(job.group), methods.contains(job.method), training == self.training
        else { return false }
        return job.method != .IR || job.regulariser.map(regularisers.contains) ?? false
    }

    /// Whether it asks for this analysis, done in this way. The number of seeds that are shown decides no result.
    func asks(_ request: AnalysisRequest, _ saliency: SaliencyOptions) -> Bool {
        guard analyses.contains(request.analysis), !request.needsSaliency || saliency == self.saliency else { return false }
        switch request {
        case .layers(let own): return own == options.layers
        case .drift(let own, let data):
            return own == options.drift && (data.dataset == own.with || data.dataset == own.fallback)
        case .latent(var own):
            own.seeds = options.latent.seeds
            return own == options.latent
        case .saliencyMaps(var own):
            own.seeds = options.saliencyMaps.seeds
            return own == options.saliencyMaps
        case .decay(let own): return own == options.decay
        }
    }

    /// Where jobs of one form stand in the tables.
    typealias Place = (Int, Int, Int, Int)

    func place(_ job: Job) -> Place {
        (
            datasets.firstIndex(of: job.data.dataset) ?? 0, groups.firstIndex(of: job.group) ?? 0,
            methods.firstIndex(of: job.method) ?? 0, job.regulariser.flatMap(regularisers.firstIndex(of:)) ?? 0
        )
    }
}
