extension NuSearch {
    /// About how many probes are still to come, the one asked for now included: the mean over four
    /// answers that what is known allows, each taken for a clean threshold. Decides nothing.
    public var expectedProbes: Double {
        let probed = path
        let low = probed.filter { $0.passes(settings.threshold) == false }.map(\.nu).max() ?? settings.from
        let high = probed.filter { $0.passes(settings.threshold) == true && $0.nu > low }.map(\.nu).min() ?? settings.to
        let middle = low.squareRoot() * high.squareRoot()
        let answers = [
            low.squareRoot() * middle.squareRoot(), middle, middle.squareRoot() * high.squareRoot(), high,
        ]
        return answers.reduce(0) { $0 + Double(probes(toReach: $1)) } / Double(answers.count)
    }

    private func probes(toReach answer: Double) -> Int {
        var search = self
        var count = 0
        while count < settings.maxProbes, case .probe(let nu) = search.next {
            let mean = nu >= answer ? settings.threshold : -.infinity
            search.record(Probe(nu: nu, mean: mean, seedsFinished: 1, seedsAsked: 1))
            count += 1
        }
        return count
    }
}
