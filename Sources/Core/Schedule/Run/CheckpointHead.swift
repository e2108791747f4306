/// Whose a checkpoint is: the first line of its file, for people and for a quick look.
public struct CheckpointHead: Sendable, Hashable {
    /// `Job.id`.
    public var job: String
    /// `NumericsVersion` that computed it.
    public var numerics: Int
    /// Epochs done.
    public var epoch: Int
    /// Seconds of wall time spent on the training so far, over all sessions.
    public var seconds: Double
    /// The program that wrote it; decides nothing.
    public var program: String

    /// - Parameters:
    ///   - job: `Job.id`.
    ///   - epoch: epochs done.
    ///   - seconds: spent so far, over all sessions.
    public init(
        job: String, numerics: Int = NumericsVersion.current, epoch: Int, seconds: Double, program: String
    ) {
        self.job = job
        self.numerics = numerics
        self.epoch = epoch
        self.seconds = seconds
        self.program = program
    }

    private static let title = "sweep-checkpoint 1"

    /// Without the digest that follows on the same line.
    var text: String {
        "\(Self.title) job=\(job) numerics=\(numerics) epoch=\(epoch) seconds=\(seconds) "
            + "program=\(SealedFile.word(program))"
    }

    /// Nil where the text is not of the form that `text` has.
    init?(text: some StringProtocol) {
        guard
            let values = SealedFile.values(
                text, title: Self.title, keys: ["job", "numerics", "epoch", "seconds", "program"])
        else { return nil }
        guard let numerics = Int(values[1]), let epoch = Int(values[2]), epoch >= 0, let seconds = Double(values[3]),
            seconds.isFinite, seconds >= 0
        else { return nil }
        self.init(job: values[0], numerics: numerics, epoch: epoch, seconds: seconds, program: values[4])
    }
}
