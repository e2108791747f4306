import Testing

@testable import Core

/// One search's course, told the results of jobs that nobody runs.
@Suite struct SearchRunTests {
    private let unit: NuSearchUnit
    private var over: Set<String> = []
    private var values: [String: Double] = [:]

    init() throws {
        var bench = try RunBench(methods: [.IR])
        var settings = NuSearchSettings()
        (settings.from, settings.to, settings.within, settings.threshold) = (1, 100, 4, 0.5)
        bench.spec.nu = .smallest(settings)
        unit = bench.plan.searches[0]
    }

    private mutating func end(_ job: Job, _ value: Double?) {
        over.insert(job.id)
        values[job.id] = value
    }

    private func advance(_ run: inout SearchRun) -> [SearchRun.Step] {
        run.advance(isOver: { over.contains($0.id) }, value: { values[$0.id] })
    }

    private func text(_ steps: [SearchRun.Step]) -> [String] {
        steps.map {
            switch $0 {
            case .probe(let nu): "probe \(nu)"
            case .probed(let probe): "probed \(probe.nu): \(probe.seedsFinished) of \(probe.seedsAsked)"
            case .ended(let outcome): outcome.name
            }
        }
    }

    @Test mutating func `a probe is asked for once, and answered when its last job is over`() throws {
        var run = SearchRun(unit)
        let jobs = unit.jobs(nu: 10)
        #expect(text(advance(&run)) == ["probe 10.0"])
        #expect(run.pending?.nu == 10 && run.pending?.jobs == Set(jobs.map(\.id)))
        #expect(text(advance(&run)).isEmpty)

        end(jobs[1], 0.4)
        #expect(text(advance(&run)).isEmpty)
        #expect(run.pending?.jobs == [jobs[0].id])

        end(jobs[0], 0.2)
        let steps = advance(&run)
        #expect(text(steps) == ["probed 10.0: 2 of 2", "probe 31.62"])
        guard case .probed(let probe) = try #require(steps.first) else { return }
        let mean = try #require(probe.mean)
        #expect((mean - 0.3).magnitude < 1e-12)
        // Sample deviation of 0.4 and 0.2.
        #expect(((probe.std ?? 0) - 0.1 * 2.0.squareRoot()).magnitude < 1e-12)
        #expect(run.outcome == nil && run.pending?.jobs.count == 2)
    }

    @Test mutating func `goes through everything that is known in one step, to its end`() {
        // 3.162 is close enough below 10; 40 confirms it.
        for nu in [3.162, 10, 40] { unit.jobs(nu: nu).forEach { end($0, nu > 5 ? 0.9 : 0.1) } }
        var run = SearchRun(unit)
        let left = run.probesLeft
        let steps = text(advance(&run))
        #expect(steps == ["probed 10.0: 2 of 2", "probed 3.162: 2 of 2", "probed 40.0: 2 of 2", "passed"])
        #expect(run.outcome?.nu == 10)
        #expect(run.pending == nil)
        #expect(run.probesLeft < left && run.probesLeft >= 1)
        #expect(text(advance(&run)).isEmpty)
    }

    @Test(arguments: [nil, Double.nan]) mutating func `a seed without a value ends the search as incomplete`(
        _ value: Double?
    ) {
        let jobs = unit.jobs(nu: 10)
        end(jobs[0], 0.9)
        end(jobs[1], value)
        var run = SearchRun(unit)
        #expect(text(advance(&run)).last == "incomplete")
        #expect(run.outcome?.nu == nil)
        guard case .incomplete(let probe) = run.outcome else { return }
        #expect(probe.nu == 10 && probe.seedsAsked == 2)
    }

    @Test func `a mean is of the seeds that finished`() {
        let none = Probe(nu: 2, values: [nil, nil])
        #expect(none.mean == nil && none.seedsFinished == 0 && none.seedsAsked == 2)
        let one = Probe(nu: 2, values: [nil, 0.25, nil])
        #expect(one.mean == 0.25 && one.std == nil && one.seedsFinished == 1 && one.seedsAsked == 3)
        let bad = Probe(nu: 2, values: [0.5, .nan])
        #expect(bad.mean?.isNaN == true && bad.seedsFinished == 2)
    }
}
