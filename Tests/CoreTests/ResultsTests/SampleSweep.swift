import Core

/// Events of a small sweep, as the tests of the tables need them.
struct SampleSweep {
    var spec: SweepSpec
    var events: [JournalEvent] = []
    var dataset = DatasetName.strokes
    var digest = "d1"

    init(groups: [String] = ["R4"], methods: [Method], seeds: [UInt64] = [0, 1], measures: [Measure] = [.accuracy, .SI]) {
        spec = SweepSpec(name: "sample", groups: groups.compactMap(GroupName.init), methods: methods)
        spec.seeds = seeds
        spec.measures = measures
        spec.data.fallback = .strokes
        spec.training.epochs = 3
    }

    func job(_ method: Method, nu: Double? = nil, seed: UInt64) -> Job { job("R4", method, nu: nu, seed: seed) }

    func job(_ group: String, _ method: Method, nu: Double? = nil, seed: UInt64, form: Regulariser = .logit) -> Job {
        Job(
            data: DataIdentity(dataset: dataset, digest: digest, request: spec.data),
            group: GroupName(group) ?? spec.groups[0], method: method, regulariser: method == .IR ? form : nil,
            nu: method == .IR ? nu : nil, seed: seed, training: spec.training)
    }

    func id(_ job: Job) -> String {
        let isOther = job.training != spec.training || job.data.train != spec.data.train
        let parts = [
            isOther ? "\(job.data.train),\(job.training.hidden.count),\(job.training.epochs)" : nil,
            job.data.dataset.rawValue, job.data.digest, job.group.description, job.method.rawValue,
            job.regulariser?.rawValue, job.nu.map { "\($0)" }, "\(job.seed)",
        ]
        return parts.compactMap(\.self).joined(separator: "/")
    }

    mutating func train(_ job: Job, accuracy: Double = 0.9375, lane: Int = 0) {
        events.append(
            .trained(
                TrainedEvent(
                    id: id(job), job: job, bestEpoch: 2, validationAccuracy: accuracy, crossEntropy: [], regulariser: [],
                    accuracy: [], seconds: 1.5, place: LaneRecord(lane: lane, processors: "\(lane)"))))
    }

    mutating func measure(
        _ job: Job, _ split: SplitName = .test, _ values: [String: Double], perElement: [String: [Double]] = [:],
        perClass: [String: [Double]] = [:], name: String = "e", saliency: SaliencyOptions = SaliencyOptions()
    ) {
        events.append(
            .evaluated(
                EvaluatedEvent(
                    id: "\(id(job))/\(split)/\(name)",
                    evaluation: Evaluation(job: id(job), split: split, measures: Measure.allCases, saliency: saliency),
                    measurements: Measurements(samples: 10, values: values, perElement: perElement, perClass: perClass),
                    seconds: 0.25, place: LaneRecord(lane: 1, processors: "1"))))
    }

    mutating func analyse(
        _ job: Job, _ request: AnalysisRequest, values: [String: Double] = [:], series: [String: [Double]] = [:],
        name: String = "a", saliency: SaliencyOptions = SaliencyOptions()
    ) {
        events.append(
            .evaluated(
                EvaluatedEvent(
                    id: "\(id(job))/\(request.analysis.rawValue)/\(name)",
                    evaluation: Evaluation(
                        job: id(job), split: .test, measures: [], saliency: saliency, analysis: request),
                    measurements: Measurements(samples: 10, values: values, series: series), seconds: 0.25,
                    place: LaneRecord(lane: 1, processors: "1"))))
    }

    /// A variant of the sweep. All are to be made before the first job.
    mutating func variant(_ name: String, _ change: (inout SweepSpec) -> Void = { _ in }) {
        var part = spec
        part.variants = []
        part.variant = name
        change(&part)
        spec.variants.append(part)
    }

    /// As `job`, of a variant.
    func job(in part: SweepSpec, _ method: Method, group: String = "R4", nu: Double? = nil, seed: UInt64) -> Job {
        var job = job(group, method, nu: nu, seed: seed)
        job.data = DataIdentity(dataset: dataset, digest: digest, request: part.data)
        job.training = part.training
        return job
    }

    mutating func fail(_ job: Job, stage: String = "training", epoch: Int? = 2, reason: String = "the loss is not finite") {
        events.append(
            .failed(
                FailedEvent(
                    id: id(job), job: job, stage: stage, epoch: epoch, reason: reason,
                    place: LaneRecord(lane: 1, processors: "unbound"))))
    }

    mutating func search(_ outcome: String, nu: Double? = nil, group: String = "R4") {
        var settings = NuSearchSettings()
        if case .smallest(let given) = spec.nu { settings = given }
        events.append(
            .searched(
                SearchedEvent(
                    group: GroupName(group) ?? spec.groups[0], regulariser: .logit, outcome: outcome, nu: nu,
                    dataset: dataset, settings: settings)))
    }

    var record: SweepRecord { SweepRecord(spec: spec, events: events) }

    /// Two seeds; DA; a ν search over 0.5, 1, 2 that passes at 1.
    /// A search that asks for 1, then 0.5, then 2 where 1 reaches the threshold and 0.5 does not.
    static var searchSettings: NuSearchSettings {
        var settings = NuSearchSettings()
        settings.from = 0.25
        settings.to = 4
        settings.within = 2
        return settings
    }

    static func passing(on dataset: DatasetName = .strokes) -> SampleSweep {
        var sweep = SampleSweep(methods: [.DA, .IR])
        sweep.dataset = dataset
        sweep.spec.nu = .smallest(searchSettings)
        for seed in [UInt64(1), 0] {
            let offset = Double(seed) / 4
            let da = sweep.job(.DA, seed: seed)
            sweep.train(da, lane: Int(seed))
            sweep.measure(da, .test, ["accuracy": 0.5 + offset, "SI": 0.25, "SI_zero_maps": Double(seed)])
            for (nu, si) in [(1.0, 0.96875), (2, 0.984375), (0.5, 0.9375)] {
                let ir = sweep.job(.IR, nu: nu, seed: seed)
                sweep.train(ir)
                sweep.measure(ir, .validation, ["SI": si + offset / 32])
                if nu == 1 { sweep.measure(ir, .test, ["accuracy": 0.5, "SI": si]) }
            }
        }
        sweep.search("passed", nu: 1)
        return sweep
    }
}

/// Lines ended as in CSV.
func csv(_ lines: String...) -> String { lines.map { $0 + "\r\n" }.joined() }
