import Foundation
import Testing

@testable import Core

/// ν searches with networks that are really trained.
@Suite struct SearchedSweepTests {
    /// Probes 10, then further ones by what SI came to.
    private func bench(threshold: Double, seeds: [UInt64] = [0, 1]) throws -> RunBench {
        var bench = try RunBench(methods: [.IR], seeds: seeds)
        var settings = NuSearchSettings()
        (settings.from, settings.to, settings.within, settings.threshold) = (0.1, 1000, 3, threshold)
        bench.spec.nu = .smallest(settings)
        bench.spec.measures = [.accuracy, .SI]
        bench.spec.training.epochs = 6
        return bench
    }

    /// A search that passes after both failing and passing probes. Which threshold makes it so
    /// depends on the SI that the networks happen to have.
    private func telling() throws -> RunBench {
        for seeds: [UInt64] in [[0, 1], [2, 3], [4, 5], [6, 7]] {
            let points = try bench(threshold: -1, seeds: seeds).run().probed
                + bench(threshold: 2, seeds: seeds).run().probed
            let values = points.compactMap(\.mean).sorted()
            for (a, b) in zip(values, values.dropFirst()) where b > a {
                let threshold = (a + b) / 2
                let course = try bench(threshold: threshold, seeds: seeds).run()
                guard course.outcome?.nu != nil, course.probed.contains(where: { $0.passes(threshold) == false })
                else { continue }
                return try bench(threshold: threshold, seeds: seeds)
            }
        }
        throw NoTellingSearch()
    }

    private struct NoTellingSearch: Error {}

    @Test func `what earlier runs spent on a sweep is known, and nothing that another one had`() throws {
        var bench = try bench(threshold: -1)
        bench.spec.methods = [.DA, .IR]
        let first = try bench.run()
        #expect(first.runner.secondsBefore == 0)
        let spent = (first.added.trained.map(\.seconds) + first.added.evaluated.map(\.seconds)).reduce(0, +)
        let again = try bench.run().runner.secondsBefore
        #expect(spent > 0 && (again - spent).magnitude < 1e-9 * spent)
        bench.spec.seeds = [7, 8]
        #expect(try bench.run(shouldStop: { _ in true }).runner.secondsBefore == 0)
    }

    @Test(arguments: [nil, 2]) func `a search asks for each probe's jobs, and measures its answer`(_ lanes: Int?) throws {
        let bench = try bench(threshold: -1)
        let unit = bench.plan.searches[0]
        let course = try bench.run(lanes: lanes)
        #expect(course.outline.numbers == [0, 2, 0, 1])
        let nus = course.probed.map(\.nu)
        // Everything passes, so the search goes down to its lower bound.
        #expect(nus.first == 10 && nus.contains(0.1))
        #expect(Set(course.added.trained.map(\.job)) == Set(nus.flatMap { unit.jobs(nu: $0) }))
        #expect(course.added.trained.count == 2 * nus.count)
        #expect(course.outcome?.nu == 0.1 && course.outcome?.name == "passed")

        let (validation, test) = (
            course.added.evaluated.filter { $0.evaluation.split == .validation },
            course.added.evaluated.filter { $0.evaluation.split == .test }
        )
        #expect(Set(validation.map(\.id)) == Set(nus.flatMap { unit.jobs(nu: $0) }.map { unit.evaluation(of: $0).id }))
        #expect(validation.allSatisfy { $0.evaluation.measures == [.SI] && $0.measurements.samples == 23 })
        #expect(Set(test.map(\.id)) == Set(unit.jobs(nu: 0.1).map { bench.plan.evaluation(of: $0).id }))
        #expect(test.count == 2)

        #expect(course.added.searched.map(\.outcome) == ["passed"])
        let searched = try #require(course.added.searched.first)
        #expect(searched.nu == 0.1 && searched.group == unit.group && searched.regulariser == .logit)
        #expect(searched.dataset == .strokes && searched.settings == unit.settings)
        for probe in course.probed {
            let values = unit.jobs(nu: probe.nu).map { job in
                validation.first { $0.evaluation.job == job.id }?.measurements[.SI] ?? .nan
            }
            #expect(((probe.mean ?? .nan) - (values[0] + values[1]) / 2).magnitude < 1e-12)
        }

        let again = try bench.run(lanes: lanes)
        #expect(again.added.isEmpty && again.trained.isEmpty && again.measured.isEmpty)
        #expect(again.outcome == course.outcome && again.runner.isComplete)
    }

    @Test func `a threshold beyond all is unreachable, and nothing is measured on the test split`() throws {
        let course = try bench(threshold: 2).run()
        guard case .unreachable(let best) = course.outcome else {
            Issue.record("ended with \(String(describing: course.outcome))")
            return
        }
        #expect(best.mean == course.probed.compactMap(\.mean).max())
        #expect(course.probed.last?.nu == 1000)
        #expect(course.added.searched.map(\.outcome) == ["unreachable within bounds"])
        #expect(course.added.searched.first?.nu == nil)
        #expect(course.added.evaluated.allSatisfy { $0.evaluation.split == .validation })
        #expect(course.runner.isComplete)
    }

    @Test(arguments: [[0, 1], [1]]) func `a probe with a failed seed is incomplete, until a run mends it`(
        _ failing: [Int]
    ) throws {
        let bench = try bench(threshold: -1)
        let jobs = bench.plan.searches[0].jobs(nu: 10)
        for seed in failing {
            try FileManager.default.createDirectory(
                at: bench.model(jobs[seed]).appendingPathComponent("x"), withIntermediateDirectories: true)
        }
        let first = try bench.run()
        #expect(Set(first.added.failed.map(\.id)) == Set(failing.map { jobs[$0].id }))
        #expect(first.outcome?.name == "incomplete")
        #expect(first.probed.map(\.nu) == [10])
        #expect(first.added.searched.map(\.outcome) == ["incomplete"])

        for seed in failing { try FileManager.default.removeItem(at: bench.model(jobs[seed])) }
        let second = try bench.run()
        // Only what failed of that probe is trained again.
        let probe = second.added.trained.map(\.job).filter { $0.nu == 10 }
        #expect(Set(probe) == Set(failing.map { jobs[$0] }))
        #expect(second.outcome?.name == "passed")
        #expect(try bench.journalEvents().searched.map(\.outcome) == ["incomplete", "passed"])
    }

    @Test func `resumed at any event, a search takes the same course`() throws {
        let bench = try telling()
        let whole = try bench.run()
        let content = try whole.added.content
        for kept in 0 ..< whole.added.count {
            try bench.restart(with: Array(whole.added.prefix(kept)))
            let rest = try bench.run(lanes: kept % 3 == 0 ? 2 : nil)
            #expect(try bench.journalEvents().content == content, "resumed after \(kept) events")
            #expect(rest.added.count == whole.added.count - kept)
            #expect(rest.probed == whole.probed && rest.outcome == whole.outcome)
        }
    }

    /// Lets seed 1 of a probe end only when the lane of seed 0 has quite done with it.
    private final class LastSeedWaits: WorkObserver {
        private let finished = Monitor(Set<String>(), conditions: 1)

        func workStarted(_ item: WorkItem, on lane: Lane) {}

        func workFinished(_ item: WorkItem, on lane: Lane, seconds: Double) {
            finished.withLock { ids in
                ids.insert(item.id)
                finished.broadcast(0)
            }
        }

        func hold(_ event: RunEvent) {
            guard case .measured(var job, let measured) = event, job.seed == 1,
                measured.evaluation.split == .validation
            else { return }
            job.seed = 0
            let first = job.id
            finished.wait(on: 0) { $0.contains(first) ? () : nil }
        }
    }

    /// A result is known a moment before its lane is free of the job.
    @Test func `an answer is measured for all seeds, however their ends fall together`() throws {
        let gate = LastSeedWaits()
        let course = try bench(threshold: -1).run(lanes: 2, observer: gate, onNotice: { gate.hold($0) })
        #expect(course.outcome?.nu == 0.1)
        let test = course.added.evaluated.filter { $0.evaluation.split == .test }
        #expect(test.count == 2)
        #expect(course.runner.isComplete)
    }

    @Test func `an answer to another question is not taken for this one's`() throws {
        var bench = try bench(threshold: -1)
        _ = try bench.run()
        let former = bench.spec.nu
        var settings = bench.plan.searches[0].settings
        settings.from = 1
        bench.spec.nu = .smallest(settings)
        let course = try bench.run()
        #expect(course.added.searched.count == 1 && course.outcome?.nu == 1)
        #expect(course.added.searched.first?.settings?.from == 1)
        bench.spec.nu = former
        #expect(try bench.run().added.isEmpty)
    }

    @Test func `each group has a search of its own`() throws {
        var bench = try RunBench(groups: ["R4", "F2"], methods: [.DA, .IR], seeds: [0])
        bench.spec.nu = try self.bench(threshold: -1).spec.nu
        let course = try bench.run(lanes: 2)
        #expect(course.runner.outcomes.map { "\($0.unit.label): \($0.outcome?.name ?? "-")" } == [
            "R4 IR logit: passed", "F2 IR logit: passed",
        ])
        #expect(course.added.searched.map(\.group.description).sorted() == ["F2", "R4"])
        #expect(course.added.evaluated.filter { $0.evaluation.split == .test }.count == 4)
    }
}
