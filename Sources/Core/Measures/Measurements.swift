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
///
/// Per class (of the label), the same means over the samples of that class. `perClass["samples"]` tells how
/// many those are; a class without samples has 0 for every measure, because JSON has no word for no number,
/// and tables and figures leave such a class out.
public struct Measurements: Sendable, Codable, Equatable {
    /// How many samples (orbits) were measured.
    public var samples: Int
    /// By column name: the raw values of `Measure`, and extras such as `SI_zero_maps`.
    public var values: [String: Double]
    /// By column name: one value per group element in the group's order, e first.
    public var perElement: [String: [Double]]
    /// By column name: one value per class, from class 0; and the numbers of their samples.
    public var perClass: [String: [Double]]
    /// Of analyses, by a name that the analysis gives: one value per point of a curve.
    public var series: [String: [Double]]
    /// SHA-256 of the analysis' file of tensors; nil where it has none.
    public var file: String?

    /// The key of `perClass` with the numbers of samples.
    public static let classSamples = "samples"
    /// Σ|completeness residual| / Σ|f(gx) − f(x₀)|, beside `IG_residual`.
    public static let relativeResidual = "IG_residual_relative"

    /// - Parameters:
    ///   - samples: orbits measured.
    ///   - values: by column name: of measures, and of extras beside them.
    ///   - file: of the tensors, where there are any.
    public init(
        samples: Int, values: [String: Double] = [:], perElement: [String: [Double]] = [:],
        perClass: [String: [Double]] = [:], series: [String: [Double]] = [:], file: String? = nil
    ) {
        self.samples = samples
        self.values = values
        self.perElement = perElement
        self.perClass = perClass
        self.series = series
        self.file = file
    }

    /// The mean of a measure; nil where it was not asked for.
    public subscript(_ measure: Measure) -> Double? { values[measure.rawValue] }
}

extension Measurements {
    private enum Key: String, CodingKey { case file, perClass, perElement, samples, series, values }

    /// Journals of earlier versions lack what came later.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        samples = try container.decode(Int.self, forKey: .samples)
        values = try container.decode([String: Double].self, forKey: .values)
        perElement = try container.decode([String: [Double]].self, forKey: .perElement)
        perClass = try container.decodeIfPresent([String: [Double]].self, forKey: .perClass) ?? [:]
        series = try container.decodeIfPresent([String: [Double]].self, forKey: .series) ?? [:]
        file = try container.decodeIfPresent(String.self, forKey: .file)
    }

    /// Without `perClass`, `series` and `file` where there is nothing in them, as earlier versions wrote it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(samples, forKey: .samples)
        try container.encode(values, forKey: .values)
        try container.encode(perElement, forKey: .perElement)
        if !perClass.isEmpty { try container.encode(perClass, forKey: .perClass) }
        if !series.isEmpty { try container.encode(series, forKey: .series) }
        try container.encodeIfPresent(file, forKey: .file)
    }
}
