/// What the paper reports of one row: Table 1 of Moskalev, Sepliarskaia, Bekkers and Smeulders, "On genuine
/// invariance learning without weight-tying" (2023). Means and standard deviations over four seeds, accuracy in
/// percent.
public struct PaperValues: Sendable, Equatable {
    /// Mean and deviation as printed.
    public struct Value: Sendable, Equatable {
        /// As printed.
        public var mean: Double
        /// As printed: 0 is less than half of the last digit.
        public var standardDeviation: Double

        init(_ mean: Double, _ standardDeviation: Double = 0) {
            (self.mean, self.standardDeviation) = (mean, standardDeviation)
        }
    }

    /// How many networks the paper's numbers are of.
    public static let seeds = 4

    let accuracy: Value
    let LI: Value
    let DI: Value
    let SI: Value

    /// Nil for measures that the paper's table does not have.
    public subscript(_ measure: Measure) -> Value? {
        switch measure {
        case .accuracy: accuracy
        case .LI: LI
        case .DI: DI
        case .SI: SI
        default: nil
        }
    }

    /// The row of Table 1; nil for other groups.
    init?(group: GroupName, method: Method) {
        let zero = Value(0)
        switch (group.description, method) {
        case ("R4", .WT): self.init(accuracy: Value(94.6, 0.1), LI: zero, DI: zero, SI: Value(1))
        case ("R4", .DA):
            self.init(accuracy: Value(94.0, 0.5), LI: Value(98.6, 5.4), DI: Value(0.3, 0.1), SI: Value(0.17, 0.04))
        case ("R4", .IR): self.init(accuracy: Value(87.9, 0.8), LI: Value(0.02), DI: zero, SI: Value(0.95, 0.03))
        case ("T3", .WT): self.init(accuracy: Value(96.6, 0.1), LI: zero, DI: zero, SI: Value(1))
        case ("T3", .DA):
            self.init(accuracy: Value(96.2, 0.2), LI: Value(50.8, 6.8), DI: Value(0.1, 0), SI: Value(0.57, 0.08))
        case ("T3", .IR): self.init(accuracy: Value(93.1, 0.1), LI: Value(0.01), DI: zero, SI: Value(0.95, 0.07))
        default: return nil
        }
    }

    private init(accuracy: Value, LI: Value, DI: Value, SI: Value) {
        (self.accuracy, self.LI, self.DI, self.SI) = (accuracy, LI, DI, SI)
    }

    /// Nil where the row is none of the paper's: another data set, network, train set or choice of ν. Shorter or
    /// longer training, other seeds and splits are the same row done less or more thoroughly.
    init?(_ cell: SweepCell, _ spec: SweepSpec) {
        let usual = (data: DataRequest(), training: TrainingParameters())
        guard cell.dataset == .mnist, spec.data.train == usual.data.train, spec.data.pad == usual.data.pad,
            spec.training.hidden == usual.training.hidden, spec.training.weightDecay == 0
        else { return nil }
        if cell.method == .IR {
            guard cell.regulariser == .logit, let settings = spec.nuSearch, settings.measure == .SI,
                settings.threshold == 0.95
            else { return nil }
        }
        self.init(group: cell.group, method: cell.method)
    }
}
