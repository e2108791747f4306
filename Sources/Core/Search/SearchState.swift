/// The probes that a search has asked for and been told, and what follows from them.
struct SearchState {
    private let settings: NuSearchSettings
    /// In the order of asking.
    private(set) var path: [Probe] = []
    /// By ν.
    private var points: [(probe: Probe, passes: Bool)] = []
    private var unanswered: Probe?

    init(_ settings: NuSearchSettings) { self.settings = settings }

    mutating func take(_ probe: Probe) {
        path.append(probe)
        guard let passes = probe.passes(settings.threshold) else {
            unanswered = unanswered ?? probe
            return
        }
        let index = points.firstIndex { $0.probe.nu > probe.nu } ?? points.endIndex
        points.insert((probe, passes), at: index)
    }

    func step() -> SearchStep {
        if let unanswered { return .finished(.incomplete(unanswered)) }
        let step = unlimitedStep()
        if case .probe = step, path.count >= settings.maxProbes { return .finished(.budgetSpent(points.map(\.probe))) }
        return step
    }

    private func unlimitedStep() -> SearchStep {
        guard !points.isEmpty else { return .probe(middle(settings.from, settings.to) ?? settings.to) }
        let fail = points.lastIndex { !$0.passes }
        let answer = fail.map { $0 + 1 } ?? 0
        guard answer < points.count else { return above() }
        let candidate = points[answer].probe

        if let fail {
            if let between = open(points[fail].probe.nu, candidate.nu) { return .probe(between) }
        } else if candidate.nu > settings.from {
            return .probe(open(settings.from, candidate.nu) ?? settings.from)
        }
        return confirmation(ofPointAt: answer).map(SearchStep.probe) ?? .finished(.passed(candidate))
    }

    /// The step when the largest probed ν fails.
    private func above() -> SearchStep {
        guard let last = points.last?.probe else { return .probe(settings.to) }
        guard last.nu >= settings.to else { return .probe(open(last.nu, settings.to) ?? settings.to) }
        if points.contains(where: \.passes) { return .finished(.notMonotone(points.map(\.probe))) }
        let best = points.map(\.probe).max { ($0.mean ?? -.infinity) < ($1.mean ?? -.infinity) } ?? last
        return .finished(.unreachable(best: best))
    }

    /// The ν that has to confirm an answer: a step of the asked ratio above it. Nil where a probe
    /// within that step has passed, or where there is nothing above.
    private func confirmation(ofPointAt index: Int) -> Double? {
        let nu = points[index].probe.nu
        guard nu < settings.to else { return nil }
        let wanted = GeometricNumbers.rounded(nu * settings.within)
        let confirming = min(max(wanted, GeometricNumbers.next(after: nu)), settings.to)
        if index + 1 < points.count, points[index + 1].probe.nu <= confirming { return nil }
        return confirming
    }

    /// The ν to try between two others, or nil where they are as close as was asked.
    private func open(_ low: Double, _ high: Double) -> Double? {
        // 1.25 times 8 rounded to four digits is 10, but may miss the ratio by the last bit.
        high / low <= settings.within * (1 + 1e-9) ? nil : middle(low, high)
    }

    /// The geometric middle; nil where four significant digits leave nothing between the two.
    private func middle(_ low: Double, _ high: Double) -> Double? {
        let middle = GeometricNumbers.middle(low, high)
        return middle > low && middle < high ? middle : nil
    }
}
