/// How far a ν search is: what was probed, and between which values the answer lies.
public struct SearchProgress: Sendable, Hashable, Codable {
    /// What people call the search.
    public let label: String
    /// As in a sweep file: `SI >= 0.95`.
    public let condition: String
    /// In the order in which they were asked for.
    public private(set) var probes: [Probe] = []
    /// The largest ν that fails, below everything that passes; nil as long as none is known.
    public private(set) var low: Double?
    /// The smallest ν that passes, with everything probed above it; nil as long as none is known.
    public private(set) var high: Double?
    /// What is being probed; nil when the search has ended.
    public private(set) var trying: Double?
    /// `passed`, `unreachable within bounds`, …; nil as long as the search goes on.
    public private(set) var outcome: String?
    /// The answer, where passed.
    public private(set) var nu: Double?

    private let settings: NuSearchSettings

    private enum CodingKeys: CodingKey { case label, condition, probes, low, high, trying, outcome, nu, settings }

    init(_ label: String, _ settings: NuSearchSettings) {
        self.label = label
        self.settings = settings
        condition = "\(settings.measure.rawValue) >= \(SpecWriter.number(settings.threshold))"
        trying = Self.next(probes, settings)
    }

    /// The measure's mean that a probe has to reach.
    public var threshold: Double { settings.threshold }

    mutating func note(_ probe: Probe) {
        probes.removeAll { $0.nu == probe.nu }
        probes.append(probe)
        let sorted = probes.sorted { $0.nu < $1.nu }
        let passing = (sorted.lastIndex { $0.passes(settings.threshold) != true } ?? -1) + 1
        // One without an answer neither passes nor fails.
        low = sorted[..<passing].last { $0.passes(settings.threshold) == false }?.nu
        high = sorted[passing...].first?.nu
        trying = Self.next(probes, settings)
    }

    mutating func end(_ outcome: SearchOutcome) {
        self.outcome = outcome.name
        nu = outcome.nu
        trying = nil
    }

    private static func next(_ probes: [Probe], _ settings: NuSearchSettings) -> Double? {
        guard case .probe(let nu) = NuSearch.next(probes: probes, settings: settings) else { return nil }
        return nu
    }
}
