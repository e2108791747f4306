import Foundation

/// A results folder as a large sweep leaves it, without the networks: for measuring what bookkeeping costs.
/// Deleted with the object.
final class ScaleFolder: Sendable {
    let spec: SweepSpec
    let data: DataIdentity
    let results: ResultsFolder
    private let temporary = TemporaryFolder("bench")

    /// - Parameters:
    ///   - jobs: IR of one group, ten ν over a tenth of so many seeds; where ten does not divide them DA over so many seeds.
    ///   - isFinished: whether all of them are trained and measured; otherwise none is.
    /// - Throws: `FileError`, `JournalError`.
    init(jobs: Int, isFinished: Bool) throws {
        let nus = jobs.isMultiple(of: 10) ? 10 : 1
        var spec = SweepSpec(name: "scale", groups: [.init("R4")].compactMap(\.self), methods: nus > 1 ? [.IR] : [.DA])
        spec.seeds = (0 ..< UInt64(jobs / nus)).map(\.self)
        if nus > 1 { spec.nu = .values((0 ..< nus).map { 0.5 + Double($0) }) }
        self.spec = spec
        data = DataIdentity(
            dataset: .mnist, digest: String(repeating: "0123456789abcdef", count: 4), request: spec.data)
        results = ResultsFolder(temporary.url)
        try results.create()
        try AtomicFile.update(SpecWriter.yaml(spec), to: results.specification)
        if isFinished { try fill() }
    }

    var plan: SweepPlan { SweepPlan(spec: spec, data: data) }

    /// As many different values as a real journal has, with as many digits.
    private func fill() throws {
        let journal = try JournalWriter(folder: results.journal.path, shard: "main")
        let plan = plan
        let place = LaneRecord(lane: 0, processors: "0")
        for (index, job) in plan.jobs.enumerated() {
            let id = plan.ids[index].text
            let value = 1 / Double(index + 3)
            try journal.append(.started(StartedEvent(id: id, label: job.label, place: place)))
            try journal.append(
                .trained(
                    TrainedEvent(
                        id: id, job: job, bestEpoch: index % 300, validationAccuracy: 0.9 + value / 10, crossEntropy: [],
                        regulariser: [], accuracy: [], seconds: 10 + value, place: place, modelDigest: data.digest)))
            try journal.append(Self.evaluated(plan.evaluation(at: index), value, place))
        }
        try journal.close()
        // The least that looks like a model: planning asks for no more.
        let stub: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, UInt8(ascii: "{"), UInt8(ascii: "}")]
        for id in plan.ids {
            let path = results.model(id.text).path
            let file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o644)
            guard file >= 0 else { throw FileError.refused(.create, path: path, code: errno) }
            let written = write(file, stub, stub.count)
            let code = written < 0 ? errno : ENOSPC
            close(file)
            guard written == stub.count else { throw FileError.refused(.write, path: path, code: code) }
        }
    }

    static func evaluated(_ evaluation: Evaluation, _ value: Double, _ place: LaneRecord) -> JournalEvent {
        func classes(_ first: Double) -> [Double] {
            (0 ..< 9).map { ShortDecimal.rounded(first + Double($0) * value / 10) }
        }
        return .evaluated(
            EvaluatedEvent(
                id: evaluation.id, evaluation: evaluation,
                measurements: Measurements(
                    samples: 50_000,
                    values: ["accuracy": 0.9 + value / 10, "LI": value, "DI": value / 3, "SI": 1 - value, "SI_zero_maps": 0],
                    perElement: [
                        "accuracy": [0.9, 0.91, 0.92, 0.93 + value], "LI": [0, value, value / 7, value / 9],
                        "DI": [0, value / 11, value / 13, value / 17], "SI": [1, 1 - value, 1 - value / 2, 1 - value / 3],
                    ],
                    perClass: [
                        "accuracy": classes(0.9), "LI": classes(value), "DI": classes(value / 3), "SI": classes(1 - value),
                        "samples": (0 ..< 9).map { Double(5200 + 89 * $0) },
                    ]), seconds: 1 + value, place: place))
    }
}
