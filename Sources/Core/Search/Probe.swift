/// What is known of one tried ν.
public struct Probe: Sendable, Hashable, Codable {
    /// The weight that was tried.
    public var nu: Double
    /// Of the measure, over the seeds that finished; nil where it could not be computed.
    public var mean: Double?
    /// Sample standard deviation; nil for fewer than two seeds.
    public var std: Double?
    /// Seeds whose network was trained and measured.
    public var seedsFinished: Int
    /// Seeds that were to be.
    public var seedsAsked: Int

    /// - Parameters:
    ///   - mean: over the seeds that finished; nil where it could not be computed.
    ///   - std: sample standard deviation; nil for fewer than two seeds.
    public init(nu: Double, mean: Double?, std: Double? = nil, seedsFinished: Int, seedsAsked: Int) {
        self.nu = nu
        self.mean = mean
        self.std = std
        self.seedsFinished = seedsFinished
        self.seedsAsked = seedsAsked
    }

    /// Whether this reaches the threshold; nil where that cannot be told. A mean over fewer seeds
    /// than were asked for, and one that is not a number, are no failure to reach it: they are no
    /// answer.
    public func passes(_ threshold: Double) -> Bool? {
        guard seedsFinished == seedsAsked, seedsFinished > 0, let mean, !mean.isNaN else { return nil }
        return mean >= threshold
    }

    /// Which of two probes of the same ν counts, whichever was recorded first.
    func outranks(_ other: Probe) -> Bool {
        if seedsFinished != other.seedsFinished { return seedsFinished > other.seedsFinished }
        return (mean ?? -.infinity) < (other.mean ?? -.infinity)
    }
}

/// What a search wants next.
public enum SearchStep: Sendable, Hashable {
    case probe(Double)
    case finished(SearchOutcome)
}

/// How a search ended (method: "The search for ν"). Only `passed` is a pass.
public enum SearchOutcome: Sendable, Hashable {
    /// The smallest probed ν for which it and every larger probed ν reach the threshold.
    case passed(Probe)
    /// Nothing up to the upper bound reaches the threshold; the best of what was seen.
    case unreachable(best: Probe)
    /// The upper bound fails although smaller ν reach the threshold. All points, by ν.
    case notMonotone([Probe])
    /// The permitted number of probes did not suffice. All points, by ν.
    case budgetSpent([Probe])
    /// A probe that the search depends on gave no value.
    case incomplete(Probe)

    /// As it stands in `nu_search.csv` and in the journal.
    public var name: String {
        switch self {
        case .passed: "passed"
        case .unreachable: "unreachable within bounds"
        case .notMonotone: "not monotone"
        case .budgetSpent: "budget spent"
        case .incomplete: "incomplete"
        }
    }

    /// The answer, where passed.
    public var nu: Double? {
        guard case .passed(let probe) = self else { return nil }
        return probe.nu
    }

    /// One sentence for people.
    public func explanation(_ settings: NuSearchSettings) -> String {
        let threshold = "\(settings.measure.rawValue) >= \(SpecWriter.number(settings.threshold))"
        switch self {
        case .passed(let probe):
            let bound = probe.nu <= settings.from ? ", the smallest ν that nu.from allows" : ""
            return "\(threshold) from \(Self.point(probe)) on\(bound)"
        case .unreachable(let best):
            let fall = best.nu < settings.to ? ", and larger ones fall off: a smaller nu.to may find more" : ""
            return "no ν that was tried, up to \(SpecWriter.number(settings.to)), reaches \(threshold); the best was "
                + Self.point(best) + fall
        case .notMonotone(let points):
            return "the upper bound fails \(threshold) although smaller ν reach it: "
                + points.map(Self.point).joined(separator: ", ")
        case .budgetSpent(let points):
            return "\(points.count) probes did not settle \(threshold): " + points.map(Self.point).joined(separator: ", ")
        case .incomplete(let probe):
            return "ν=\(SpecWriter.number(probe.nu)) has no value: "
                + "\(probe.seedsFinished) of \(probe.seedsAsked) seeds finished"
        }
    }

    private static func point(_ probe: Probe) -> String {
        let mean = probe.mean.map { SpecWriter.number(($0 * 10_000).rounded() / 10_000) } ?? "none"
        return "ν=\(SpecWriter.number(probe.nu)) (\(mean))"
    }
}
