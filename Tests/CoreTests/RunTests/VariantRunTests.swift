import Foundation
import Testing

@testable import Core

/// Sweeps with variants, interrupted and gone on with.
@Suite struct VariantRunTests {
    private static func bench() throws -> RunBench {
        var bench = try RunBench(methods: [.WT, .DA, .IR])
        bench.spec.measures = [.accuracy, .LI]
        bench.spec.nu = .values([0.5, 2])
        func variant(_ name: String, _ change: (inout SweepSpec) -> Void = { _ in }) {
            var part = bench.spec
            part.variants = []
            part.variant = name
            change(&part)
            bench.spec.variants.append(part)
        }
        variant("base")
        variant("wide") { $0.training.hidden = [20] }
        variant("more") { $0.seeds = [0, 1, 2] }
        variant("searched") {
            var settings = NuSearchSettings()
            (settings.measure, settings.threshold, settings.within) = (.accuracy, 0, 100)
            settings.split = .validation
            $0.nu = .smallest(settings)
        }
        return bench
    }

    /// Every table, without the columns that tell when and where.
    private func tables(_ bench: RunBench) throws -> [String: [[String]]] {
        let folder = ResultsFolder(URL(fileURLWithPath: bench.folder.path, isDirectory: true))
        var records = RecordReader(spec: bench.spec, plan: bench.plan, folder: folder)
        #expect(try records.open(folder).damage.isEmpty)
        try folder.writeTables(try records.record(isWhole: true))
        var tables: [String: [[String]]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) where name.hasSuffix(".csv") {
            let text = try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
            let rows = try CSVReader.rows(text)
            let passing: Set = ["train_seconds", "measure_seconds", "lane", "processors"]
            let kept = rows[0].indices.filter { !passing.contains(rows[0][$0]) }
            tables[name] = rows.map { row in kept.map { row[$0] } }
        }
        return tables
    }

    @Test func aSecondRunCompletesTheSameTables() throws {
        let once = try Self.bench()
        _ = try once.run()
        let expected = try tables(once)
        #expect(expected.count >= 3)
        let resumed = try Self.bench()
        // Stops as soon as the fifth network is trained.
        let first = try resumed.run(shouldStop: { notices in
            notices.count { if case .trained = $0 { true } else { false } } >= 5
        })
        #expect(!first.runner.isComplete)
        let before = try tables(resumed)
        #expect(before["jobs.csv"]?.count ?? 0 < expected["jobs.csv"]?.count ?? 0)
        let second = try resumed.run()
        #expect(second.runner.isComplete && second.outline.done > 0)
        #expect(try tables(resumed) == expected)
        // WT, DA, two ν: 8 of base, of wide, 12 of more; of searched 4 and those of the answer.
        let jobs = try #require(expected["jobs.csv"])
        let counts = Dictionary(grouping: jobs.dropFirst()) { $0[0] }.mapValues(\.count)
        #expect(counts["base"] == 8 && counts["wide"] == 8 && counts["more"] == 12)
        #expect(try #require(counts["searched"]) >= 6)
        let state = try #require(jobs[0].firstIndex(of: "state"))
        #expect(jobs.dropFirst().allSatisfy { $0[state] == "done" })
        // Networks of several variants are trained once.
        #expect(try resumed.journalEvents().trained.count == Set(try resumed.journalEvents().trained.map(\.id)).count)
    }

    @Test func startedEventsAndOutlinesNameTheVariant() throws {
        var bench = try Self.bench()
        bench.spec.limits.retries = 1
        bench.faults = try FaultPlan(environment: [FaultPlan.variable: "throw@wide: R4 DA seed 1:1"]).resolved(bench.plan)
        let course = try bench.run()
        #expect(course.runner.failures.map { course.runner.plan.label(of: $0.job) } == ["wide: R4 DA seed 1"])
        let labels = try bench.journalEvents().compactMap { if case .started(let event) = $0 { event.label } else { nil } }
        #expect(labels.contains("wide: R4 DA seed 1") && labels.contains("more: R4 DA seed 2"))
        #expect(!labels.contains("R4 DA seed 1"))
        let known = bench.knownResults(try bench.journalEvents())
        let outline = SweepOutline(plan: bench.plan, known: known, checkpoints: [:], retries: 3)
        #expect(outline.explanation.first?.hasPrefix("wide: R4 DA seed 1: ") == true, "\(outline.explanation)")
    }
}
