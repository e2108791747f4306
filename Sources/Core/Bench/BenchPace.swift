/// How much time a benchmark may take.
public struct BenchPace: Sendable, Equatable {
    /// Seconds that a row repeats its work for.
    public var rowSeconds: Double
    /// Repetitions that a row makes however long they take.
    public var leastRepetitions: Int
    /// Shortest repetition; quicker work is done several times in each.
    public var burstSeconds: Double
    /// Epochs of each of the two trainings that compare one lane with two.
    public var laneEpochs: Int
    /// Epochs of the network whose saliency is measured: rays change units more often the longer it
    /// was trained.
    public var saliencyEpochs: Int

    /// Jobs of the rows about bookkeeping.
    public var scaleJobs: Int

    /// For figures that are quoted.
    public static let full = BenchPace(
        rowSeconds: 0.35, leastRepetitions: 5, burstSeconds: 0.003, laneEpochs: 15, saliencyEpochs: 60,
        scaleJobs: 100_000)
    /// All rows in a few seconds, for a first look.
    public static let quick = BenchPace(
        rowSeconds: 0.02, leastRepetitions: 2, burstSeconds: 0.001, laneEpochs: 2, saliencyEpochs: 5,
        scaleJobs: 2_000)
}
