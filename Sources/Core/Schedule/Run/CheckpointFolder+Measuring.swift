import Foundation

/// Measurings under way: one file per evaluation, gone when its result is recorded.
extension CheckpointFolder {
    private static let suffix = ".measuring"

    /// - Parameters:
    ///   - job: `Job.id`.
    ///   - evaluation: `Evaluation.id`.
    public func file(_ job: String, measuring evaluation: String) -> URL {
        url.appendingPathComponent("\(job)-\(evaluation)\(Self.suffix)")
    }

    /// Nil where there is none.
    /// - Throws: `CheckpointError` for every kind of damage, and for one of another job, another evaluation or
    ///   other numerics.
    public func read(_ job: String, measuring evaluation: String) throws(CheckpointError) -> MeasuringFile? {
        let place = file(job, measuring: evaluation)
        guard let bytes = try bytes(of: place) else { return nil }
        let found = try MeasuringFile(bytes: bytes, file: place.path)
        for (what, expected, value) in [
            ("job", job, found.head.job), ("evaluation", evaluation, found.head.evaluation),
            ("version of the numerics", "\(NumericsVersion.current)", "\(found.head.numerics)"),
        ] where expected != value {
            throw .foreign(file: place.path, what: what, expected: expected, found: value)
        }
        return found
    }

    /// - Throws: `FileError`, and `SafetensorsError` for sums that contradict themselves.
    public func write(_ measuring: MeasuringFile) throws {
        try replace(file(measuring.head.job, measuring: measuring.head.evaluation), measuring.encoded())
    }

    /// Deletes the checkpoint of a measuring; nothing happens where there is none.
    public func remove(_ job: String, measuring evaluation: String) {
        unlink(file(job, measuring: evaluation).path)
    }

    /// Of all evaluations of a job, its analyses among them.
    func removeMeasurings(of job: String) {
        for name in names where name.hasPrefix("\(job)-") {
            guard name.hasSuffix(Self.suffix) || name.hasSuffix(Self.analysisSuffix) else { continue }
            unlink(url.appendingPathComponent(name).path)
        }
    }

    /// Every file, the evaluation that its name gives, and its head; nil for one that cannot be read.
    func measurings() -> [(file: URL, evaluation: String, head: MeasuringHead?)] {
        evaluations(Self.suffix) { bytes, name in try? MeasuringFile.head(bytes, file: name) }
    }

    /// Every file whose name ends so, the evaluation that its name gives, and its head.
    func evaluations<Head>(
        _ suffix: String, _ head: ([UInt8], String) -> Head?
    ) -> [(file: URL, evaluation: String, head: Head?)] {
        names.filter { $0.hasSuffix(suffix) }.map { name in
            let file = url.appendingPathComponent(name)
            let evaluation = name.dropLast(suffix.count).split(separator: "-").last.map(String.init) ?? ""
            return (file, evaluation, firstLine(of: file).flatMap { head($0, name) })
        }
    }
}

/// What there is to go on from, as the first lines of checkpoints say: for showing it, since nothing else is
/// looked at.
public struct FoundCheckpoints: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// Epochs done by `Job.id`.
    public var epochs: [String: Int]
    /// By `Evaluation.id`.
    public var measurings: [String: MeasuringHead]
    /// By `Evaluation.id`.
    public var analyses: [String: AnalysisHead]
    /// Of a lane, spent on what all of them hold, by `Job.id`.
    public var seconds: [String: Double]

    /// Nothing, unless it is given.
    public init(
        epochs: [String: Int] = [:], measurings: [String: MeasuringHead] = [:], analyses: [String: AnalysisHead] = [:],
        seconds: [String: Double] = [:]
    ) {
        self.seconds = seconds
        self.epochs = epochs
        self.measurings = measurings
        self.analyses = analyses
    }

    /// Ids of all jobs that were begun, in training, measuring or an analysis.
    var jobs: Set<String> { Set(epochs.keys).union(measurings.values.map(\.job)).union(analyses.values.map(\.job)) }

    /// Trainings alone: epochs done by `Job.id`; of a key that stands there twice the later value counts.
    public init(dictionaryLiteral epochs: (String, Int)...) {
        self.init(epochs: Dictionary(epochs) { $1 })
    }
}

extension CheckpointFolder {
    /// Everything that the program as it is now could go on from.
    public func all() -> FoundCheckpoints {
        let heads = measurings().compactMap(\.head).filter { $0.numerics == NumericsVersion.current }
        let analyses = analyses().compactMap(\.head).filter { $0.numerics == NumericsVersion.current }
        let trainings = self.trainings()
        let seconds = trainings.map { ($0.key, $0.value.seconds) } + heads.map { ($0.job, $0.seconds) }
            + analyses.map { ($0.job, $0.seconds) }
        return FoundCheckpoints(
            epochs: trainings.mapValues(\.epoch), measurings: Dictionary(heads.map { ($0.evaluation, $0) }) { $1 },
            analyses: Dictionary(analyses.map { ($0.evaluation, $0) }) { $1 }, seconds: Dictionary(seconds, uniquingKeysWith: +))
    }
}
