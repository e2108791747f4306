import Core

/// One event of each kind, with values that are hard to write.
enum JournalExamples {
    static func job(seed: UInt64 = 0) -> Job {
        var training = TrainingParameters()
        training.learningRate = 0.0008
        return Job(
            data: DataIdentity(dataset: .strokes, digest: "ab12", request: DataRequest()), group: GroupName("T3")!,
            method: .IR, regulariser: .logitNormalised, nu: 0.1 + 0.2, seed: seed, training: training)
    }

    static let place = LaneRecord(lane: 1, processors: "2-3")

    static let evaluated = JournalEvent.evaluated(
        EvaluatedEvent(
            id: "e1",
            evaluation: Evaluation(job: "j1", split: .validation, measures: Measure.allCases, saliency: SaliencyOptions()),
            measurements: Measurements(
                samples: 2000, values: ["SI": 0.95, "accuracy": 1.0 / 3.0, "LI": .leastNonzeroMagnitude],
                perElement: ["LI": [0, -0.0, 1e300]], perClass: ["LI": [1e-9, 0], "samples": [1999, 1]]),
            seconds: 0.1, place: place))

    static let opened = JournalEvent.opened(
        RunHeader(date: "2024-05-01T00:00:00Z", host: "a host/ö\n\"x\"", program: "1.0", instructionSet: "AVX2", lanes: 2))

    static let trained = JournalEvent.trained(
        TrainedEvent(
            id: "j1", job: job(seed: .max), bestEpoch: 299, validationAccuracy: 0.1,
            crossEntropy: [0.1, .leastNonzeroMagnitude, 3.4028235e38],
            regulariser: [], accuracy: [0.3], seconds: 12.5, place: place))

    static let failed = JournalEvent.failed(
        FailedEvent(
            id: "j1", job: job(), stage: "training", epoch: 7, reason: "loss is not finite:\r\n\u{2028}\0 12345678 {", place: place))

    static let searched = JournalEvent.searched(
        SearchedEvent(group: GroupName("R4")!, regulariser: .kl, outcome: "unreachable within bounds", nu: nil))

    static let started = JournalEvent.started(StartedEvent(id: "j1", label: "R4 IR ν=1", place: place))

    static let crashed = JournalEvent.crashed(
        CrashedEvent(running: ["j1", "j2"], reason: "killed by signal 4", detail: "a\nb", date: "2024-05-01T00:00:00Z"))

    static let ended = JournalEvent.ended(EndedEvent(id: "j1", place: place))

    static let abandoned = JournalEvent.abandoned(
        FailedEvent(id: "j1", job: job(), kind: .timedOut, stage: "training", epoch: 7, reason: "no sign of life", place: place))

    static let all = [opened, started, trained, evaluated, failed, crashed, searched, ended, abandoned]

    /// A short event that can be told from others.
    static func numbered(_ number: Int) -> JournalEvent {
        .searched(SearchedEvent(group: GroupName("R4")!, regulariser: .kl, outcome: "n", nu: Double(number)))
    }

    static func number(_ event: JournalEvent) -> Int? {
        guard case .searched(let event) = event, let nu = event.nu else { return nil }
        return Int(nu)
    }
}
