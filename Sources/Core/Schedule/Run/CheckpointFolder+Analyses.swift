import Foundation

/// Analyses under way: one file per evaluation, gone when its result is recorded.
extension CheckpointFolder {
    static let analysisSuffix = ".analysis"

    /// - Parameters:
    ///   - job: `Job.id`.
    ///   - evaluation: `Evaluation.id`.
    public func file(_ job: String, analysing evaluation: String) -> URL {
        url.appendingPathComponent("\(job)-\(evaluation)\(Self.analysisSuffix)")
    }

    /// Nil where there is none.
    /// - Throws: `CheckpointError` for every kind of damage, and for one of another job, another evaluation or
    ///   other numerics.
    public func read(
        _ job: String, analysing evaluation: String, _ analysis: Analysis
    ) throws(CheckpointError) -> AnalysisFile? {
        let place = file(job, analysing: evaluation)
        guard let bytes = try bytes(of: place) else { return nil }
        let found = try AnalysisFile(bytes: bytes, file: place.path)
        for (what, expected, value) in [
            ("job", job, found.head.job), ("evaluation", evaluation, found.head.evaluation),
            ("analysis", analysis.rawValue, found.head.analysis.rawValue),
            ("version of the numerics", "\(NumericsVersion.current)", "\(found.head.numerics)"),
        ] where expected != value {
            throw .foreign(file: place.path, what: what, expected: expected, found: value)
        }
        return found
    }

    /// - Throws: `FileError`, and `SafetensorsError` for tensors that contradict themselves.
    public func write(_ analysis: AnalysisFile) throws {
        try replace(file(analysis.head.job, analysing: analysis.head.evaluation), analysis.encoded())
    }

    /// Deletes the checkpoint of an analysis; nothing happens where there is none.
    public func remove(_ job: String, analysing evaluation: String) {
        unlink(file(job, analysing: evaluation).path)
    }

    /// Every file, the evaluation that its name gives, and its head; nil for one that cannot be read.
    func analyses() -> [(file: URL, evaluation: String, head: AnalysisHead?)] {
        evaluations(Self.analysisSuffix) { bytes, name in try? AnalysisFile.head(bytes, file: name) }
    }
}
