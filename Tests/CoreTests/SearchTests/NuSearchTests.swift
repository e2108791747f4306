import Testing

@testable import Core

@Suite struct NuSearchTests {
    private func settings(
        from: Double = 0.01, to: Double = 1000, within: Double = 1.25, maxProbes: Int = 1000
    ) -> NuSearchSettings {
        var settings = NuSearchSettings()
        settings.from = from
        settings.to = to
        settings.within = within
        settings.maxProbes = maxProbes
        return settings
    }

    /// Runs a search to its end on a function of ν.
    private func run(
        _ settings: NuSearchSettings, _ value: (Double) -> Double?
    ) throws -> (outcome: SearchOutcome, search: NuSearch) {
        var search = NuSearch(settings)
        for _ in 0 ... 2000 {
            switch search.next {
            case .finished(let outcome): return (outcome, search)
            case .probe(let nu):
                try #require(nu >= settings.from && nu <= settings.to)
                try #require(!search.path.contains { $0.nu == nu })
                let mean = value(nu)
                search.record(Probe(nu: nu, mean: mean, seedsFinished: mean == nil ? 0 : 2, seedsAsked: 2))
            }
        }
        throw Endless()
    }

    private struct Endless: Error {}

    @Test func firstProbeIsTheGeometricMiddle() {
        #expect(NuSearch(settings()).next == .probe(3.162))
        #expect(NuSearch(settings(from: 1, to: 100)).next == .probe(10))
    }

    @Test(arguments: [0.0101, 0.05, 0.9, 3.161, 3.162, 3.163, 7.7, 250, 999])
    func monotoneCrossingIsFoundToTheRatio(crossing: Double) throws {
        for within in [1.01, 1.25, 2.0, 10] {
            let (outcome, search) = try run(settings(within: within)) { $0 >= crossing ? 0.99 : 0.5 }
            let nu = try #require(outcome.nu)
            #expect(nu >= crossing && nu <= crossing * within * 1.0000001, "\(within): \(nu)")
            // Halving from a ratio of 1e5 to `within`, both bounds, and one confirmation.
            var halvings = 0
            var ratio = 1e5
            while ratio > within {
                ratio = ratio.squareRoot()
                halvings += 1
            }
            #expect(search.path.count <= halvings + 3, "\(within): \(search.path.count) probes")
        }
    }

    @Test func allPassing() throws {
        let (outcome, search) = try run(settings()) { _ in 1 }
        #expect(outcome.nu == 0.01)
        #expect(outcome.name == "passed")
        // One ν below the lowest halving suffices to confirm.
        #expect(search.path.contains { $0.nu > 0.01 && $0.nu <= 0.0125 })
    }

    @Test func allFailing() throws {
        let (outcome, search) = try run(settings()) { 0.5 + $0 / 10_000 }
        guard case .unreachable(let best) = outcome else { Issue.record("\(outcome)"); return }
        #expect(best.nu == 1000 && best.mean == 0.6)
        #expect(search.path.last?.nu == 1000)
        #expect(outcome.nu == nil)
        #expect(outcome.explanation(settings()) == "no ν that was tried, up to 1000, reaches SI >= 0.95; the best was ν=1000 (0.6)")
    }

    @Test func `where the measure falls off a smaller bound is worth a try, and nothing is said of what was not tried`() throws {
        // 2 … 3 would pass.
        let (outcome, _) = try run(settings()) { $0 > 2 && $0 < 3 ? 0.96 : $0 < 10 ? 0.9 : 0.2 }
        let text = outcome.explanation(settings())
        #expect(text.hasPrefix("no ν that was tried, up to 1000, reaches SI >= 0.95; the best was ν=3.162 (0.9)"), "\(text)")
        #expect(text.hasSuffix(", and larger ones fall off: a smaller nu.to may find more"))
    }

    @Test func onlyTheUpperBoundPassing() throws {
        let (outcome, _) = try run(settings()) { $0 >= 1000 ? 0.95 : 0.9 }
        #expect(outcome.nu == 1000)
    }

    @Test func thresholdItselfPasses() throws {
        let (outcome, _) = try run(settings(within: 2)) { $0 >= 3 ? 0.95 : 0.949_999 }
        #expect(outcome.name == "passed")
    }

    @Test func luckyDipIsNoPass() throws {
        // A pass at the first probe alone, and real passes from 40 on.
        let (outcome, search) = try run(settings()) { $0 == 3.162 || $0 >= 40 ? 0.96 : 0.9 }
        let nu = try #require(outcome.nu)
        #expect(nu >= 40 && nu <= 50)
        #expect(search.path.contains { $0.nu == 3.162 })
    }

    @Test func luckyDipWithNothingAboveIsNotMonotone() throws {
        let (outcome, search) = try run(settings()) { $0 == 3.162 ? 0.96 : 0.9 }
        guard case .notMonotone(let points) = outcome else { Issue.record("\(outcome)"); return }
        #expect(points == search.path.sorted { $0.nu < $1.nu })
        #expect(points.contains { $0.nu == 3.162 } && points.last?.nu == 1000)
    }

    @Test func failingConfirmationMovesTheAnswerUp() throws {
        // Passing from 5 on, save for a dip just above.
        let plain = try #require(try run(settings()) { $0 >= 5 ? 1 : 0 }.outcome.nu)
        let (outcome, _) = try run(settings()) { $0 >= 5 && !($0 > plain && $0 <= plain * 1.26) ? 1 : 0 }
        #expect(try #require(outcome.nu) > plain * 1.25)
    }

    @Test func budget() throws {
        let (outcome, search) = try run(settings(maxProbes: 4)) { $0 >= 7 ? 1 : 0 }
        guard case .budgetSpent(let points) = outcome else { Issue.record("\(outcome)"); return }
        #expect(points.count == 4 && search.path.count == 4)
        #expect(points.map(\.nu) == points.map(\.nu).sorted())
        // A budget that just suffices is not spent.
        let needed = try run(settings()) { $0 >= 7 ? 1 : 0 }.search.path.count
        #expect(try run(settings(maxProbes: needed)) { $0 >= 7 ? 1 : 0 }.outcome.name == "passed")
        #expect(try run(settings(maxProbes: needed - 1)) { $0 >= 7 ? 1 : 0 }.outcome.name == "budget spent")
    }

    @Test func missingValuesAreIncomplete() throws {
        for missing in [nil, Double.nan] {
            let (outcome, _) = try run(settings()) { $0 > 3.2 ? missing : 0.5 }
            guard case .incomplete(let probe) = outcome else { Issue.record("\(outcome)"); return }
            #expect(probe.nu > 3.2)
        }
        var search = NuSearch(settings())
        search.record(Probe(nu: 3.162, mean: 0.99, seedsFinished: 0, seedsAsked: 4))
        #expect(search.next.isIncomplete)
        // A mean over fewer seeds than asked is no answer either.
        search.record(Probe(nu: 3.162, mean: 0.99, seedsFinished: 3, seedsAsked: 4))
        #expect(search.next.isIncomplete)
        search.record(Probe(nu: 3.162, mean: 0.99, seedsFinished: 4, seedsAsked: 4))
        #expect(!search.next.isIncomplete)
    }

    @Test func explanationsTellThePoints() {
        let point = Probe(nu: 3.162, mean: 0.912_345, seedsFinished: 2, seedsAsked: 2)
        #expect(SearchOutcome.passed(point).explanation(settings()) == "SI >= 0.95 from ν=3.162 (0.9123) on")
        var bounded = settings()
        bounded.from = point.nu
        #expect(SearchOutcome.passed(point).explanation(bounded).hasSuffix(" on, the smallest ν that nu.from allows"))
        #expect(
            SearchOutcome.notMonotone([point]).explanation(settings())
                == "the upper bound fails SI >= 0.95 although smaller ν reach it: ν=3.162 (0.9123)")
        #expect(
            SearchOutcome.budgetSpent([point]).explanation(settings())
                == "1 probes did not settle SI >= 0.95: ν=3.162 (0.9123)")
        let missing = Probe(nu: 3.162, mean: nil, seedsFinished: 0, seedsAsked: 4)
        #expect(SearchOutcome.incomplete(missing).explanation(settings()) == "ν=3.162 has no value: 0 of 4 seeds finished")
    }

    @Test func bracketsTooFineForFourDigitsEnd() throws {
        let (outcome, search) = try run(settings(from: 0.0123456, to: 999.4321, within: 1.000_000_1)) {
            $0 >= 2.000_01 ? 1 : 0
        }
        #expect(outcome.nu == 2.001)
        #expect(search.path.count < 30)
    }
}

extension SearchStep {
    fileprivate var isIncomplete: Bool {
        if case .finished(.incomplete) = self { true } else { false }
    }
}
