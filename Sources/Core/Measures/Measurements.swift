/// Which part of the data a measurement was taken on.
public enum SplitName: String, Sendable, Codable, CaseIterable {
    case train, validation, test
}

extension PreparedData {
    /// The samples of a split.
    public func samples(_ split: SplitName) -> Samples {
        switch split {
        case .train: train
        case .validation: validation
        case .test: test
        }
    }
}

/// The measured values of one network on one split: averages over samples, and over g ≠ e except
/// for accuracy (over all g).
public struct Measurements: Sendable, Codable, Equatable {
    /// How many samples (orbits) were measured.
    public var samples: Int
    /// By column name: the raw values of `Measure`, and extras such as `SI_zero_maps`.
    public var values: [String: Double]
    /// By column name: one value per group element in the group's order, e first.
    public var perElement: [String: [Double]]

    public init(samples: Int, values: [String: Double] = [:], perElement: [String: [Double]] = [:]) {
        self.samples = samples
        self.values = values
        self.perElement = perElement
    }

    public subscript(_ measure: Measure) -> Double? { values[measure.rawValue] }
}
