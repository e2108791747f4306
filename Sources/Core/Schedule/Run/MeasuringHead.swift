/// Whose a measuring's checkpoint is: the first line of its file, for people and for a quick look.
public struct MeasuringHead: Sendable, Hashable {
    /// `Job.id`.
    public var job: String
    /// `Evaluation.id`.
    public var evaluation: String
    /// `NumericsVersion` that computed it.
    public var numerics: Int
    /// Samples measured, from the first on: whole chunks.
    public var samples: Int
    /// Samples of the split.
    public var total: Int
    /// Seconds spent on the measuring so far, of all lanes, over all sessions.
    public var seconds: Double
    /// The program that wrote it; decides nothing.
    public var program: String

    /// - Parameters:
    ///   - job: `Job.id`.
    ///   - evaluation: `Evaluation.id`.
    ///   - samples: measured so far.
    ///   - total: of the split.
    ///   - seconds: spent so far, of all lanes.
    public init(
        job: String, evaluation: String, numerics: Int = NumericsVersion.current, samples: Int, total: Int,
        seconds: Double, program: String
    ) {
        self.job = job
        self.evaluation = evaluation
        self.numerics = numerics
        self.samples = samples
        self.total = total
        self.seconds = seconds
        self.program = program
    }

    private static let title = "sweep-measuring 1"

    /// Without the digest that follows on the same line.
    var text: String {
        "\(Self.title) job=\(job) evaluation=\(evaluation) numerics=\(numerics) samples=\(samples) of=\(total) "
            + "seconds=\(seconds) program=\(SealedFile.word(program))"
    }

    /// Nil where the text is not of the form that `text` has.
    init?(text: some StringProtocol) {
        guard
            let values = SealedFile.values(
                text, title: Self.title,
                keys: ["job", "evaluation", "numerics", "samples", "of", "seconds", "program"]),
            let numerics = Int(values[2]), let samples = Int(values[3]), let total = Int(values[4]), samples > 0,
            samples < total, let seconds = Double(values[5]), seconds.isFinite, seconds >= 0
        else { return nil }
        self.init(
            job: values[0], evaluation: values[1], numerics: numerics, samples: samples, total: total,
            seconds: seconds, program: values[6])
    }
}
