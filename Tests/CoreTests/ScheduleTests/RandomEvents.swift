import Core

/// Events of every kind with values that are hard to write and read.
struct RandomEvents {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value { values[next(values.count)] }

    private mutating func bits() -> UInt64 { UInt64(next(1 << 31)) << 33 ^ UInt64(next(1 << 31)) << 11 ^ UInt64(next(1 << 12)) }

    private mutating func number() -> Double {
        switch next(8) {
        case 0: return pick([0, -0.0, 1, -1, 1e22, 1e23, 123_456_789, 1e15, 1e16, 9_007_199_254_740_992])
        case 1: return pick([.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, .ulpOfOne])
        case 2: return pick([.infinity, -.infinity])
        case 3: return Double(next(1000)) / 1000
        case 4:
            let value = Double(bitPattern: bits())
            return value.isNaN ? 0.1 : value
        default: return 1 / Double(next(1 << 30) + 3)
        }
    }

    private mutating func float() -> Float {
        switch next(4) {
        case 0: return pick([0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, 16_777_216])
        case 1:
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: bits()))
            return value.isNaN ? 0.1 : value
        default: return Float(next(10_000)) / 10_000
        }
    }

    private mutating func text() -> String {
        pick([
            "", "0123456789abcdef", "j1", "a b/c", "ν=3.16 – é", "\"", "\\", "\n\t\r\u{8}\u{C}", "\u{0}\u{1F}\u{7F}", "\u{2028}",
            "😀", "0f17e546 {\"a", "0-3,8", "e\u{301}",
        ])
    }

    private mutating func id() -> String { next(8) == 0 ? text() : "0123456789abcdef" }

    private mutating func count() -> Int { pick([0, 1, -1, 300, 50_000, .max, .min, 9_007_199_254_740_993]) }

    private mutating func place() -> LaneRecord { LaneRecord(lane: next(1024), processors: text()) }

    private mutating func job() -> Job {
        var request = DataRequest()
        (request.train, request.test, request.validation, request.pad) = (count(), count(), count(), next(9))
        request.splitSeed = pick([0, .max, 7])
        var training = TrainingParameters()
        training.hidden = pick([[], [128], [128, 128, 128], [-1, .max]])
        (training.batch, training.epochs, training.learningRate) = (count(), count(), number())
        training.initialisation = pick(Initialisation.allCases)
        training.pooling = pick(OrbitPooling.allCases)
        return Job(
            data: DataIdentity(dataset: pick(DatasetName.allCases), digest: text(), request: request),
            group: GroupName(pick(["R4", "T3", "T12y", "D4", "F2"]))!, method: pick(Method.allCases),
            regulariser: pick([nil] + Regulariser.allCases.map { $0 }), nu: next(2) == 0 ? nil : number(),
            seed: pick([0, 1, .max]), training: training)
    }

    private mutating func evaluation() -> Evaluation {
        var saliency = SaliencyOptions()
        (saliency.steps, saliency.threshold) = (count(), number())
        saliency.target = pick(SaliencyOptions.Target.allCases)
        saliency.rule = pick(SaliencyOptions.Rule.allCases)
        saliency.baseline = pick(SaliencyOptions.Baseline.allCases)
        return Evaluation(
            job: id(), split: pick(SplitName.allCases), measures: pick([[], [.SI], Measure.allCases, Measure.standard]),
            saliency: saliency, analysis: next(4) == 0 ? analysis() : nil)
    }

    private mutating func analysis() -> AnalysisRequest {
        switch next(4) {
        case 0:
            var options = DriftOptions()
            options.betas = (0 ..< next(3)).map { _ in number() }
            return .drift(options, with: job().data)
        case 1:
            var options = DecayOptions()
            (options.steps, options.rate) = (count(), number())
            return .decay(options)
        case 2: return .latent(LatentOptions())
        default: return .layers(LayerOptions())
        }
    }

    private mutating func lists() -> [String: [Double]] {
        var lists: [String: [Double]] = [:]
        for _ in 0 ..< next(4) { lists[name()] = (0 ..< next(5)).map { _ in number() } }
        return lists
    }

    private mutating func name() -> String {
        pick(["accuracy", "LI", "DI", "SI", "SI_zero_maps", "sigma_max", "samples", "IG_residual_relative", text()])
    }

    mutating func event() -> JournalEvent {
        switch next(8) {
        case 0:
            return .started(
                StartedEvent(id: id(), label: text(), place: place(), isolated: [nil, true, false][next(3)]))
        case 1, 2, 3:
            let curve = next(3) == 0 ? next(4) : 0
            return .trained(
                TrainedEvent(
                    id: id(), job: job(), bestEpoch: count(), validationAccuracy: number(),
                    crossEntropy: (0 ..< curve).map { _ in float() }, regulariser: (0 ..< curve / 2).map { _ in float() },
                    accuracy: (0 ..< curve).map { _ in float() },
                    sigmaMax: (0 ..< curve / 3).map { _ in float() }, seconds: number(), place: place(),
                    modelDigest: next(2) == 0 ? nil : text(), modelSize: next(2) == 0 ? nil : count()))
        case 4, 5, 6:
            var values: [String: Double] = [:]
            for _ in 0 ..< next(6) { values[name()] = number() }
            let evaluation = evaluation()
            var measurements = Measurements(samples: count(), values: values, perElement: lists(), perClass: lists())
            if next(2) == 0 { measurements.series = lists() }
            if evaluation.analysis != nil, next(2) == 0 { measurements.file = text() }
            return .evaluated(
                EvaluatedEvent(
                    id: id(), evaluation: evaluation, measurements: measurements, seconds: number(), place: place()))
        default:
            return pick([
                .failed(FailedEvent(id: id(), job: job(), stage: text(), epoch: nil, reason: text(), place: place())),
                JournalEvent.opened(RunHeader(date: text(), host: text(), program: "p", instructionSet: "i", lanes: 2)),
            ])
        }
    }
}
