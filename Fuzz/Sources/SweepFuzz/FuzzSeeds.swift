import Foundation

@testable import Core

extension FuzzTarget {
    /// Sound inputs to begin from.
    public var seeds: [[UInt8]] {
        switch self {
        case .yaml: Self.sweeps.map { Array($0.utf8) }
        case .idx: [Self.header([0x803, 2, 28, 28]) + [UInt8](repeating: 7, count: 2 * 784), Self.header([0x801, 3]) + [0, 9, 4]]
        case .gzip: [Self.compressed]
        case .safetensors: [Self.tensors]
        case .journal: [Self.lines.flatMap(\.self), Self.lines[2] + Self.lines[3]]
        case .events: [Self.lines.flatMap { $0.dropFirst(JournalLine.headerLength) }]
        case .checkpoint: [Self.trainingState]
        case .state: [Self.withoutDigest(Self.trainingState)]
        case .measuring: [Self.measuringState]
        case .analysis: Self.analysisStates
        case .steps: Self.analysisStates.map(Self.withoutDigest)
        case .permutations: ["0 1 2 3\n1,0,3,2 # swapped\n", "# Three turns.\n1 2 0\n2 0 1\r\n\n0 1 2"].map { Array($0.utf8) }
        case .model: [Self.perceptron]
        case .sums: [Self.withoutDigest(Self.measuringState)]
        }
    }

    private static let sweeps = [
        """
        name: x   # comment
        data: {source: mnist, fallback: strokes, train: 100}
        groups: [R4, T3]
        methods: [WT, DA, IR]
        seeds: &s [0, 1]
        nu: {smallest: SI >= 0.95, on: validation, from: 0.01, to: 1000, within: 1.25}
        training: &t
          epochs: 3
          batch: 10
          hidden: [128, 64]
        x-spare: *t
        limits: {minutes_per_job: 1.5, retries: 3}

        """,
        """
        name: "2024"
        groups: D4
        methods: IR
        seeds: 3
        nu: {logspace: [0.1, 100, 7]}
        regularisers: [kl, logit-normalised]
        saliency: {target: predicted, steps: 20, rule: gauss-legendre, baseline: black, threshold: 0.5}
        measure: [accuracy, SI, sigma_max]

        """,
    ]

    /// 784 → 1 → 9, in both precisions.
    private static let perceptron: [UInt8] = {
        let file = SafetensorsFile(
            metadata: ["method": "DA"],
            tensors: [
                SafetensorsTensor("layer0.weight", shape: [1, 784], .f32([Float](repeating: 0.25, count: 784))),
                SafetensorsTensor("layer0.bias", shape: [1], .f64([0.5])),
                SafetensorsTensor("layer1.weight", shape: [9, 1], .f64([Double](repeating: -0.25, count: 9))),
                SafetensorsTensor("layer1.bias", shape: [9], .f32([Float](repeating: 1, count: 9))),
            ])
        return (try? file.encoded()) ?? []
    }()

    private static func header(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
    }

    /// 72 bytes, by gzip -9.
    private static let compressed: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x60, 0x64, 0x62, 0x66, 0x61,
        0x65, 0x63, 0xe7, 0xe0, 0xe4, 0xe2, 0xe6, 0xe1, 0xe5, 0xe3, 0x17, 0x10, 0x14, 0x12, 0x16, 0x11,
        0x15, 0x13, 0x67, 0x20, 0x51, 0x1c, 0x00, 0x23, 0xd3, 0x48, 0x88, 0x48, 0x00, 0x00, 0x00,
    ]

    private static var tensors: [UInt8] {
        let file = SafetensorsFile(
            metadata: ["seed": "1", "nu": "0.5"],
            tensors: [
                SafetensorsTensor("layer0.weight", shape: [2, 3], .f32([0, 1, -2, .infinity, 4, 5])),
                SafetensorsTensor("train", shape: [2], .i32([7, -1])),
            ])
        return (try? file.encoded()) ?? []
    }

    private static let job = Job(
        data: DataIdentity(dataset: .strokes, digest: "ab12", request: DataRequest()), group: GroupName("T3")!,
        method: .IR, regulariser: .logit, nu: 0.3, seed: 7, training: TrainingParameters())

    /// An event of each kind.
    private static let lines: [[UInt8]] = {
        let place = LaneRecord(lane: 1, processors: "2-3")
        let id = job.id
        let evaluation = Evaluation(job: id, split: .validation, measures: [.SI, .LI], saliency: SaliencyOptions())
        let events: [JournalEvent] = [
            .opened(RunHeader(date: "2024-05-01T00:00:00Z", host: "ö\n\"", program: "1", instructionSet: "avx2", lanes: 2)),
            .opened(
                RunHeader(date: "", host: "b", program: "1", instructionSet: "neon", lanes: 1, earlier: 2, takenFrom: "r/a b")),
            .started(StartedEvent(id: id, label: job.label, place: place)),
            .trained(
                TrainedEvent(
                    id: id, job: job, bestEpoch: 2, validationAccuracy: 0.5, crossEntropy: [1, 0.5], regulariser: [1e-3, 0],
                    accuracy: [0.25, 0.5], seconds: 1.5, place: place, modelDigest: "00ff")),
            .evaluated(
                EvaluatedEvent(
                    id: evaluation.id, evaluation: evaluation,
                    measurements: Measurements(samples: 9, values: ["SI": 0.95], perElement: ["LI": [0, .infinity]]),
                    seconds: 0.1, place: place)),
            .failed(
                FailedEvent(
                    id: id, job: job, kind: .diverged, stage: "training", epoch: 3, reason: "not finite", detail: "a\nb",
                    place: place)),
            .crashed(CrashedEvent(running: [id], reason: "killed by signal 9", date: "2024-05-01T00:00:00Z")),
            .searched(SearchedEvent(group: GroupName("R4")!, regulariser: .kl, outcome: "passed", nu: 3)),
            .closed(RunEnd(date: "2024-05-01T00:00:09Z", seconds: 9)),
        ]
        return events.compactMap { try? JournalLine.encode($0, with: JournalLine.makeEncoder()).bytes }
    }()

    private static var trainingState: [UInt8] {
        let state = TrainingState(
            epoch: 2, bestEpoch: 1,
            history: (1 ... 2).map {
                EpochReport(epoch: $0, crossEntropy: 0.5, regulariser: 0.25, validationAccuracy: 0.75)
            },
            parameters: [1, 2], bestParameters: [3, 4],
            optimiser: AdamState(first: [0, 1], second: [2, 3], idleFirst: [4], idleSecond: [5], power1: 0.81, power2: 0.99))
        let head = CheckpointHead(job: job.id, epoch: 2, seconds: 1.5, program: "sweep-1")
        return (try? CheckpointFile(head: head, state: state).encoded()) ?? []
    }

    private static var measuringState: [UInt8] {
        var sums = MeasureSums(order: 4, classes: 3)
        (sums.samples, sums.classSamples) = (128, [100, 0, 28])
        let head = MeasuringHead(
            job: job.id, evaluation: job.id, samples: 128, total: 200, seconds: 1.5, program: "sweep-1")
        return (try? MeasuringFile(head: head, sums: sums).encoded()) ?? []
    }

    private static var analysisStates: [[UInt8]] {
        func file(_ analysis: Analysis, _ progress: AnalysisProgress, _ tensors: [SafetensorsTensor]) -> [UInt8] {
            let head = AnalysisHead(
                job: job.id, evaluation: job.id, analysis: analysis, progress: progress, seconds: 1.5, program: "sweep-1")
            return (try? AnalysisFile(head: head, tensors: tensors).encoded()) ?? []
        }
        let row = [Double](repeating: 0.5, count: 7)
        let descent = EmbeddingState.Descent(
            iteration: 2, x: row, y: row, velocityX: row, velocityY: row, gainX: row, gainY: row,
            trace: [.init(iteration: 2, divergence: 1)])
        var sums = MeasureSums(order: 4, classes: 3)
        (sums.samples, sums.classSamples) = (128, [100, 0, 28])
        return [
            file(.latent, .init(.points, 3, of: 7), EmbeddingState(bandwidths: [1, 2, 3]).tensors),
            file(.latent, .init(.steps, 2, of: 5), EmbeddingState(bandwidths: row, descent: descent).tensors),
            file(.drift, .init(.samples, 128, of: 200), sums.tensors(prefix: "0.")),
        ]
    }

    private static func withoutDigest(_ file: [UInt8]) -> [UInt8] {
        guard let end = file.firstIndex(of: JournalLine.newline) else { return [] }
        // A space, the key and 64 digits.
        return Array(file[..<(end - " sha256=".utf8.count - 64)]) + file[end...]
    }
}
