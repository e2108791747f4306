/// Whose an analysis's checkpoint is: the first line of its file, for people and for a quick look.
public struct AnalysisHead: Sendable, Hashable {
    /// `Job.id`.
    public var job: String
    /// `Evaluation.id`.
    public var evaluation: String
    /// Which analysis it is of.
    public var analysis: Analysis
    /// `NumericsVersion` that computed it.
    public var numerics: Int
    /// How far it is.
    public var progress: AnalysisProgress
    /// Seconds spent on the analysis so far, over all sessions.
    public var seconds: Double
    /// The program that wrote it; decides nothing.
    public var program: String

    /// - Parameters:
    ///   - job: `Job.id`.
    ///   - evaluation: `Evaluation.id`.
    ///   - seconds: spent so far, over all sessions.
    public init(
        job: String, evaluation: String, analysis: Analysis, numerics: Int = NumericsVersion.current,
        progress: AnalysisProgress, seconds: Double, program: String
    ) {
        self.job = job
        self.evaluation = evaluation
        self.analysis = analysis
        self.numerics = numerics
        self.progress = progress
        self.seconds = seconds
        self.program = program
    }

    private static let title = "sweep-analysis 1"

    /// Without the digest that follows on the same line.
    var text: String {
        "\(Self.title) job=\(job) evaluation=\(evaluation) analysis=\(analysis.rawValue) numerics=\(numerics) "
            + "unit=\(progress.unit.rawValue) done=\(progress.done) of=\(progress.all) seconds=\(seconds) "
            + "program=\(SealedFile.word(program))"
    }

    /// Nil where the text is not of the form that `text` has.
    init?(text: some StringProtocol) {
        guard
            let values = SealedFile.values(
                text, title: Self.title,
                keys: ["job", "evaluation", "analysis", "numerics", "unit", "done", "of", "seconds", "program"]),
            let analysis = Analysis(rawValue: values[2]), let numerics = Int(values[3]),
            let unit = AnalysisProgress.Unit(rawValue: values[4]), let done = Int(values[5]), let all = Int(values[6]),
            0 < done, done <= all, let seconds = Double(values[7]), seconds.isFinite, seconds >= 0
        else { return nil }
        let progress = AnalysisProgress(unit, done, of: all)
        guard !progress.isEnd else { return nil }
        self.init(
            job: values[0], evaluation: values[1], analysis: analysis, numerics: numerics, progress: progress,
            seconds: seconds, program: values[8])
    }
}

extension AnalysisProgress: CustomStringConvertible {
    /// `400 of 1,000 steps`.
    public var description: String { Reason.progress(done, of: all, unit.rawValue) }
}
