import Testing

@testable import Core

/// What holds of every search, on thousands of random functions.
@Suite struct NuSearchPropertyTests {
    /// A step function of ν: random values on a random grid, mostly rising, sometimes not.
    private struct Steps {
        let edges: [Double]
        let values: [Double]

        init(_ stream: inout RandomStream) {
            let count = 1 + Int(stream.integer(below: 12))
            var edge = 0.01
            var edges: [Double] = []
            var values: [Double] = []
            let noise = Double(stream.integer(below: 4)) * 0.05
            for index in 0 ... count {
                edges.append(edge)
                let trend = 0.9 + 0.1 * Double(index) / Double(count + 1)
                values.append(trend + noise * (Double(stream.unitFloat()) - 0.5))
                edge *= 1 + 5 * Double(stream.unitFloat())
            }
            self.edges = edges
            self.values = values
        }

        func callAsFunction(_ nu: Double) -> Double { values[edges.lastIndex { $0 <= nu } ?? 0] }
    }

    private func randomSettings(_ stream: inout RandomStream) -> NuSearchSettings {
        var settings = NuSearchSettings()
        settings.from = 0.01 * (1 + Double(stream.unitFloat()))
        settings.to = settings.from * (2 + 10_000 * Double(stream.unitFloat()))
        settings.within = 1.02 + Double(stream.unitFloat())
        settings.maxProbes = stream.integer(below: 5) == 0 ? 5 : 200
        return settings
    }

    private func probe(_ nu: Double, _ mean: Double) -> Probe {
        Probe(nu: nu, mean: mean, seedsFinished: 4, seedsAsked: 4)
    }

    private func finish(_ search: inout NuSearch, _ value: Steps) throws -> SearchOutcome {
        for _ in 0 ..< 500 {
            switch search.next {
            case .finished(let outcome): return outcome
            case .probe(let nu): search.record(probe(nu, value(nu)))
            }
        }
        throw Endless()
    }

    private struct Endless: Error {}

    @Test func theAnswerIsWhatTheDefinitionSays() throws {
        var outcomes: [String: Int] = [:]
        for seed in 0 ..< 5000 {
            var stream = RandomStream(seed: UInt64(seed), purpose: .test)
            let settings = randomSettings(&stream)
            let value = Steps(&stream)
            var search = NuSearch(settings)
            let outcome = try finish(&search, value)
            outcomes[outcome.name, default: 0] += 1
            let points = search.path.sorted { $0.nu < $1.nu }
            func passes(_ probe: Probe) -> Bool { value(probe.nu) >= settings.threshold }

            try #require(points.allSatisfy { $0.nu >= settings.from && $0.nu <= settings.to })
            try #require(Set(points.map(\.nu)).count == points.count && points.count <= settings.maxProbes)
            // By brute force: the smallest probed ν for which it and every larger one pass.
            let expected = points.indices.first { points[$0...].allSatisfy(passes) }.map { points[$0] }
            switch outcome {
            case .passed(let answer):
                try #require(answer == expected, "seed \(seed)")
                let below = points.last { $0.nu < answer.nu }
                if let below {
                    try #require(answer.nu / below.nu <= settings.within * 1.000_001, "seed \(seed)")
                } else {
                    try #require(answer.nu == settings.from, "seed \(seed)")
                }
                let confirmed = points.contains {
                    $0.nu > answer.nu && $0.nu <= max(answer.nu * settings.within * 1.001, answer.nu * 1.001)
                }
                try #require(confirmed || answer.nu == settings.to, "seed \(seed)")
            case .unreachable(let best):
                try #require(!points.contains(where: passes) && points.last?.nu == settings.to, "seed \(seed)")
                try #require(points.allSatisfy { ($0.mean ?? 0) <= (best.mean ?? 0) })
            case .notMonotone(let told):
                try #require(told == points && expected == nil && points.contains(where: passes), "seed \(seed)")
                try #require(points.last?.nu == settings.to)
            case .budgetSpent(let told):
                try #require(told == points && points.count == settings.maxProbes, "seed \(seed)")
            case .incomplete: Issue.record("seed \(seed): nothing was missing")
            }
        }
        // The random functions reach every way to end.
        #expect(Set(outcomes.keys) == ["passed", "unreachable within bounds", "not monotone", "budget spent"])
    }

    @Test func orderAndExtraProbesCannotChangeTheAnswer() throws {
        for seed in 0 ..< 500 {
            var stream = RandomStream(seed: UInt64(seed), purpose: .test, index: 1)
            let settings = randomSettings(&stream)
            let value = Steps(&stream)
            var plain = NuSearch(settings)
            let outcome = try finish(&plain, value)

            // The path in random order, among probes nobody asked for (passing, failing, missing).
            var probes = plain.path
            for _ in 0 ..< 20 {
                let nu = GeometricNumbers.rounded(settings.from + settings.to * Double(stream.unitFloat()))
                if !probes.contains(where: { $0.nu == nu }) { probes.append(probe(nu, value(nu))) }
            }
            let stray = settings.from * 1.000_123
            probes.append(Probe(nu: stray, mean: nil, seedsFinished: 0, seedsAsked: 4))
            stream.shuffle(&probes)
            try #require(NuSearch.next(probes: probes, settings: settings) == .finished(outcome), "seed \(seed)")

            // Speculating after every step, and recording the speculations first.
            var speculating = NuSearch(settings)
            while case .probe(let nu) = speculating.next {
                for other in speculating.speculative(count: 3) { speculating.record(probe(other, value(other))) }
                speculating.record(probe(nu, value(nu)))
            }
            try #require(speculating.next == .finished(outcome), "seed \(seed)")
            try #require(speculating.path == plain.path, "seed \(seed)")
        }
    }

    @Test func speculationForetellsTheNextProbe() throws {
        for seed in 0 ..< 200 {
            var stream = RandomStream(seed: UInt64(seed), purpose: .test, index: 2)
            let settings = randomSettings(&stream)
            let value = Steps(&stream)
            var search = NuSearch(settings)
            while case .probe(let nu) = search.next {
                let foretold = search.speculative(count: 4)
                try #require(foretold.count <= 4 && !foretold.contains(nu) && Set(foretold).count == foretold.count)
                try #require(foretold.allSatisfy { $0 >= settings.from && $0 <= settings.to })
                search.record(probe(nu, value(nu)))
                if case .probe(let next) = search.next { try #require(foretold.contains(next), "seed \(seed)") }
            }
            try #require(search.speculative(count: 4).isEmpty)
        }
    }

    @Test func conflictingRecordsCountTheSameInAnyOrder() {
        let a = Probe(nu: 3.162, mean: 0.99, seedsFinished: 2, seedsAsked: 4)
        let b = Probe(nu: 3.162, mean: 0.5, seedsFinished: 2, seedsAsked: 4)
        let c = Probe(nu: 3.162, mean: 0.97, seedsFinished: 4, seedsAsked: 4)
        let settings = NuSearchSettings()
        for probes in [[a, b, c], [c, b, a], [b, c, a], [b, a, c]] {
            var search = NuSearch(settings)
            for probe in probes { search.record(probe) }
            #expect(search.path == [c])
        }
        #expect(NuSearch.next(probes: [a, b], settings: settings) == NuSearch.next(probes: [b, a], settings: settings))
    }
}
