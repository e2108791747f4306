import Foundation
import Testing

@testable import Core

/// Model files that are not what was written.
@Suite struct ModelShelfTests {
    private static let damages: [(name: String, make: @Sendable (Data) -> Data, words: String)] = [
        ("empty", { _ in Data() }, "found 0"),
        ("cut", { $0.prefix($0.count / 2) }, "found "),
        ("longer", { $0 + [0] }, "found "),
        ("zeros", { Data(count: $0.count) }, "do not begin as a safetensors file does"),
        ("length", { Data([255, 255, 255, 255, 0, 0, 0, 0]) + $0.dropFirst(8) }, "do not begin as a safetensors file does"),
    ]

    private func known(_ bench: RunBench) throws -> KnownResults {
        try KnownResults.read(ResultsFolder(URL(fileURLWithPath: bench.folder.path)), isThorough: true).known
    }

    @Test(arguments: damages.indices) func `a damaged model is trained again, with the reason`(_ index: Int) throws {
        let damage = Self.damages[index]
        let bench = try RunBench(methods: [.DA, .WT], seeds: [0])
        _ = try bench.run()
        let job = bench.plan.jobs[0]
        let whole = try Data(contentsOf: bench.model(job))
        #expect(try known(bench).withoutModel.isEmpty)
        try damage.make(whole).write(to: bench.model(job))
        let found = try known(bench)
        #expect(found.trained[job.id] == nil && found.trained[bench.plan.jobs[1].id] != nil)
        let reasons = bench.plan.reasons(known: found, checkpoints: [:], retries: 2)
        guard case .modelDamaged? = reasons[0].reason else {
            Issue.record("\(String(describing: reasons[0].reason))")
            return
        }
        #expect(reasons[0].reason?.description.contains(damage.words) == true, "\(reasons[0])")
        #expect(reasons[0].reason?.kind.text == "model damaged" && reasons[1].reason == nil)
        #expect(bench.plan.hasWork(known: found, retries: 2))
    }

    @Test func `a model that is gone is another thing, and journals without sizes are read`() throws {
        let bench = try RunBench(methods: [.DA], seeds: [0, 1])
        _ = try bench.run()
        var events = try bench.journalEvents()
        #expect(events.trained.allSatisfy { event in
            event.modelSize == (try? Data(contentsOf: bench.model(event.job)))?.count
        })
        for (index, event) in events.enumerated() {
            guard case .trained(var trained) = event else { continue }
            trained.modelSize = nil
            events[index] = .trained(trained)
        }
        try bench.restart(with: events)
        #expect(try known(bench).withoutModel.isEmpty)
        #expect(try !bench.plan.hasWork(known: known(bench), retries: 2))
        try FileManager.default.removeItem(at: bench.model(bench.plan.jobs[0]))
        try Data().write(to: bench.model(bench.plan.jobs[1]))
        let found = try known(bench)
        #expect(found.withoutModel == [bench.plan.jobs[0].id: .gone, bench.plan.jobs[1].id: .header(size: 0)])
        let kinds = bench.plan.reasons(known: found, checkpoints: [:], retries: 2).map { $0.reason?.kind }
        #expect(kinds == [.modelGone, .modelDamaged])
    }

    @Test func `of very many files sizes are enough, and for planning names`() throws {
        let bench = try RunBench(methods: [.DA], seeds: [0, 1, 2])
        _ = try bench.run()
        let jobs = bench.plan.jobs
        let events = try bench.journalEvents().trained
        try (try Data(contentsOf: bench.model(jobs[0]))).dropLast().write(to: bench.model(jobs[0]))
        // As large as it was, and nothing in it.
        let size = try Data(contentsOf: bench.model(jobs[1])).count
        try Data().write(to: bench.model(jobs[1]))
        truncate(bench.model(jobs[1]).path, size)
        func damages(_ isThorough: Bool) -> [ModelDamage?] {
            let shelf = ModelShelf(bench.models, isThorough: isThorough, many: 2)
            return jobs.map { job in events.first { $0.id == job.id }.flatMap(shelf.damage(of:)) }
        }
        #expect(damages(true) == [.size(expected: size, found: size - 1), .header(size: size), nil])
        #expect(damages(false) == [nil, nil, nil])
        try FileManager.default.removeItem(at: bench.model(jobs[0]))
        #expect(damages(false)[0] == .gone)
    }

    @Test func `what comes later in the journal counts`() throws {
        let bench = try RunBench(methods: [.DA], seeds: [0])
        _ = try bench.run()
        let job = bench.plan.jobs[0]
        let events = try bench.journalEvents()
        let (first, size) = (try #require(events.trained.first), try Data(contentsOf: bench.model(job)).count)
        func with(_ sizes: [Int]) throws -> KnownResults {
            try bench.restart(with: sizes.map { size in
                var event = first
                event.modelSize = size
                return .trained(event)
            })
            return try known(bench)
        }
        #expect(try with([size + 8, size]).trained.contains(job.packedID))
        #expect(try !with([size, size + 8]).trained.contains(job.packedID))
        #expect(try with([size, size + 8]).withoutModel[job.id] == .size(expected: size + 8, found: size))
    }
}
