import Foundation
import Testing

@testable import Core

/// Files of analyses that are not what was written.
@Suite struct ArtefactShelfTests {
    private func bench(_ seeds: [UInt64] = [0]) throws -> RunBench {
        var bench = try RunBench(methods: [.DA], seeds: seeds)
        bench.spec.measures = [.accuracy]
        bench.spec.analyses = [.saliencyMaps, .layers]
        bench.spec.options.saliencyMaps.seeds = seeds.count
        return bench
    }

    private func artefact(_ bench: RunBench, _ index: Int = 0) throws -> URL {
        bench.results.artefact(try #require(bench.plan.analyses(at: index).first).id)
    }

    private static let damages: [(name: String, make: @Sendable (Data) -> Data?, words: String)] = [
        ("gone", { _ in nil }, "the file of its saliency_maps is gone; saliency_maps is made again"),
        ("empty", { _ in Data() }, "the file of its saliency_maps is damaged: expected SHA-256 "),
        ("cut", { $0.dropLast() }, "is damaged: expected SHA-256 "),
        ("flipped", { $0.dropLast(9) + [$0[$0.endIndex - 9] ^ 1] + $0.suffix(8) }, "is damaged: expected SHA-256 "),
    ]

    @Test(arguments: damages.indices) func `a lost file is named, and its analysis made again, with the same bytes`(
        _ index: Int
    ) throws {
        let damage = Self.damages[index]
        let bench = try bench()
        let first = try bench.run()
        #expect(first.added.evaluated.count == 3 && first.runner.isComplete)
        let url = try artefact(bench)
        let whole = try Data(contentsOf: url)
        #expect(try bench.run().added.isEmpty)
        if let bytes = damage.make(whole) { try bytes.write(to: url) } else { try FileManager.default.removeItem(at: url) }
        let course = try bench.run()
        #expect(course.outline.summary == "done 0 · artefact lost 1")
        #expect(course.outline.explanation.count == 1 && course.outline.explanation[0].hasPrefix("R4 DA seed 0: "))
        #expect(course.outline.explanation[0].contains(damage.words), "\(course.outline.explanation)")
        let analysis = try #require(bench.plan.analyses(at: 0).first)
        #expect(course.trained.isEmpty && course.added.evaluated.map(\.evaluation) == [analysis])
        #expect(try Data(contentsOf: url) == whole)
        #expect(try bench.run().added.isEmpty)
        // `sweep plan` reads it likewise.
        try FileManager.default.removeItem(at: url)
        let known = try KnownResults.read(bench.results).known
        #expect(bench.plan.hasWork(known: known, retries: 2))
        #expect(RunPlan(bench.plan, spec: bench.spec, known: known).rows.map(\.counts) == [[.artefactLost: 1]])
    }

    @Test func `without its model the network is trained again`() throws {
        let bench = try bench()
        _ = try bench.run()
        let whole = try Data(contentsOf: artefact(bench))
        try FileManager.default.removeItem(at: artefact(bench))
        try FileManager.default.removeItem(at: bench.model(bench.plan.jobs[0]))
        let course = try bench.run()
        #expect(course.trained == ["R4 DA seed 0"] && course.outline.groups.map(\.reason.kind) == [.modelGone])
        #expect(try Data(contentsOf: artefact(bench)) == whole)
    }

    @Test func `files of what is not asked for any more count for nothing`() throws {
        var bench = try bench()
        _ = try bench.run()
        try FileManager.default.removeItem(at: artefact(bench))
        bench.spec.analyses = [.layers]
        let course = try bench.run()
        #expect(course.added.isEmpty && course.outline.summary == "done 1")
    }

    @Test func `of very much sizes are compared with headers`() throws {
        let bench = try bench([0, 1, 2, 3])
        _ = try bench.run()
        let urls = try (0 ..< 4).map { try artefact(bench, $0) }
        let known = Dictionary(uniqueKeysWithValues: try bench.journalEvents().evaluated.compactMap { event in
            event.measurements.file.map { (event.id, Artefact(analysis: .saliencyMaps, digest: $0)) }
        })
        let ids = try (0 ..< 4).map { try #require(bench.plan.analyses(at: $0).first).id }
        var bytes = try Data(contentsOf: urls[0])
        let size = bytes.count
        bytes[size - 9] ^= 1
        try bytes.write(to: urls[0])
        try bytes.dropLast().write(to: urls[1])
        try Data([1]).write(to: urls[2])
        func damages(_ much: Int) -> [ArtefactDamage?] {
            let shelf = ArtefactShelf({ [results = bench.results] in results.artefact($0) }, known, much: much)
            return ids.map { shelf.damages[$0] }
        }
        #expect(damages(1000) == [nil, .header(size: size - 1), .header(size: 1), nil])
        let read = damages(1 << 30)
        #expect(read[3] == nil && read.prefix(3).allSatisfy { if case .changed? = $0 { true } else { false } })
        try FileManager.default.removeItem(at: urls[3])
        #expect(damages(1000)[3] == .gone)
    }
}
