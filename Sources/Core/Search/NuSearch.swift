/// The search for the smallest ν whose measure reaches a threshold (method: "The search for ν").
///
/// A value without threads or time: given what was probed, it tells what to do next. Every decision
/// replays the search from its beginning over the table of recorded probes, so that it depends on
/// neither the order of recording nor on probes that the search did not ask for: speculation and
/// resumption cannot change the answer.
///
/// The search halves brackets on log ν, from the middle of the bounds. The bracket is the largest
/// probed ν that fails and the next probed ν above it: everything probed from there on passes. When
/// the two are within the asked ratio, one more ν above the answer has to confirm it; where that
/// fails, it is the new lower end, and the search goes on above it.
public struct NuSearch: Sendable {
    /// Threshold, bounds and when to end.
    public let settings: NuSearchSettings
    private var table: [Double: Probe] = [:]

    /// Before its first probe.
    public init(_ settings: NuSearchSettings) { self.settings = settings }

    /// Adds what is known of one ν. Recorded twice, a ν counts with more seeds finished.
    public mutating func record(_ probe: Probe) {
        if let known = table[probe.nu], !probe.outranks(known) { return }
        table[probe.nu] = probe
    }

    /// What is to be probed now, or how the search has ended; a function of the probes alone, in whatever order they came.
    public var next: SearchStep { replay().step }

    /// The recorded probes that decided so far, in the order in which the search asked for them.
    /// Others, recorded in speculation, are not among them.
    public var path: [Probe] { replay().path }

    /// As `next` of a search that knows these probes.
    public static func next(probes: [Probe], settings: NuSearchSettings) -> SearchStep {
        var search = NuSearch(settings)
        for probe in probes { search.record(probe) }
        return search.next
    }

    /// The ν that the search may ask for after the one it asks for now, soonest first, under either
    /// result of each. Work for lanes that would be idle; at most `count`, none recorded already.
    ///
    /// - Complexity: O(2ᵈ) replays for d steps of foresight.
    public func speculative(count: Int) -> [Double] {
        guard case .probe(let pending) = next, count > 0 else { return [] }
        var found: [Double] = []
        var futures = [(self, pending)]
        // Depth 6 looks past 64 results; nobody has that many idle lanes for one search.
        for _ in 0 ..< 6 where found.count < count {
            var later: [(NuSearch, Double)] = []
            for (search, nu) in futures {
                for mean in [settings.threshold, -Double.infinity] {
                    var future = search
                    future.table[nu] = Probe(nu: nu, mean: mean, seedsFinished: 1, seedsAsked: 1)
                    guard case .probe(let next) = future.next else { continue }
                    if next != pending, !found.contains(next) { found.append(next) }
                    later.append((future, next))
                }
            }
            futures = later
        }
        return Array(found.prefix(count))
    }

    private func replay() -> (path: [Probe], step: SearchStep) {
        var state = SearchState(settings)
        while true {
            switch state.step() {
            case .finished(let outcome): return (state.path, .finished(outcome))
            case .probe(let nu):
                guard let probe = table[nu] else { return (state.path, .probe(nu)) }
                state.take(probe)
            }
        }
    }
}
