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

    public func remove(_ job: String, measuring evaluation: String) {
        unlink(file(job, measuring: evaluation).path)
    }

    /// Of all evaluations of a job.
    func removeMeasurings(of job: String) {
        for name in names where name.hasPrefix("\(job)-") && name.hasSuffix(Self.suffix) {
            unlink(url.appendingPathComponent(name).path)
        }
    }

    /// Every file, the evaluation that its name gives, and its head; nil for one that cannot be read.
    func measurings() -> [(file: URL, evaluation: String, head: MeasuringHead?)] {
        names.filter { $0.hasSuffix(Self.suffix) }.map { name in
            let file = url.appendingPathComponent(name)
            let evaluation = name.dropLast(Self.suffix.count).split(separator: "-").last.map(String.init) ?? ""
            return (file, evaluation, firstLine(of: file).flatMap { try? MeasuringFile.head($0, file: name) })
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

    public init(epochs: [String: Int] = [:], measurings: [String: MeasuringHead] = [:]) {
        self.epochs = epochs
        self.measurings = measurings
    }

    public init(dictionaryLiteral epochs: (String, Int)...) {
        self.init(epochs: Dictionary(epochs) { $1 })
    }
}

extension CheckpointFolder {
    /// Everything that the program as it is now could go on from.
    public func all() -> FoundCheckpoints {
        let heads = measurings().compactMap(\.head).filter { $0.numerics == NumericsVersion.current }
        return FoundCheckpoints(
            epochs: found(), measurings: Dictionary(heads.map { ($0.evaluation, $0) }) { $1 })
    }
}
