import Foundation
import Testing

@testable import Core

/// Learning curves that are damaged or gone are found without a look at their numbers.
@Suite struct CurvesCheckTests {
    private func findings(_ bench: RunBench) throws -> CurvesCheck.Findings {
        let known = try KnownResults.read(bench.results).known
        let check = CurvesCheck.begin(bench.results, trained: known.trained)
        let found = try #require(try check.found())
        // However often it is asked for.
        #expect(try check.found(within: 0) == found)
        return found
    }

    private func curves(_ bench: RunBench) -> URL { URL(fileURLWithPath: bench.journalFolder + "/main.curves.jsonl") }

    @Test func `whole curves are no finding`() throws {
        let bench = try RunBench(methods: [.DA, .WT], seeds: [0, 1])
        #expect(try findings(bench) == CurvesCheck.Findings())
        _ = try bench.run()
        #expect(try findings(bench) == CurvesCheck.Findings())
    }

    @Test func `a flipped bit is told by file and line, and whose curves are lost`() throws {
        let bench = try RunBench(methods: [.DA], seeds: [0, 1, 2])
        _ = try bench.run()
        let whole = try Data(contentsOf: curves(bench))
        let line = try #require(whole.firstIndex(of: 0x0A)) + 1
        let ids = try Journal.readCurves(folder: bench.journalFolder).curves.keys
        for place in stride(from: line, to: whole.count, by: 7) {
            var bytes = whole
            bytes[place] ^= 4
            try bytes.write(to: curves(bench))
            let found = try findings(bench)
            let read = try Journal.readCurves(folder: bench.journalFolder)
            #expect(found.damage == read.damage && found.damage.count == 1 && found.damage[0].line >= 2)
            #expect(found.missing == 3 - read.curves.count && found.examples.count == found.missing)
            #expect(found.examples.allSatisfy { read.curves[$0.id] == nil && ids.contains($0.id) })
        }
    }

    @Test func `files that are gone, cut or of earlier versions`() throws {
        let bench = try RunBench(methods: [.DA, .WT], seeds: [0, 1])
        _ = try bench.run()
        let whole = try Data(contentsOf: curves(bench))
        try whole.dropLast(5).write(to: curves(bench))
        let cut = try findings(bench)
        #expect(cut.missing == 1 && cut.damage.map(\.what) == [.tornTail])
        try FileManager.default.removeItem(at: curves(bench))
        let gone = try findings(bench)
        #expect(gone.missing == 4 && gone.damage.isEmpty && gone.examples.count == 3)
        // Such have their curves in the event, and no size of the model.
        var events = try bench.journalEvents()
        for (index, event) in events.enumerated() {
            guard case .trained(var trained) = event else { continue }
            trained.modelSize = nil
            events[index] = .trained(trained)
        }
        try bench.restart(with: events)
        try? FileManager.default.removeItem(at: curves(bench))
        #expect(try findings(bench) == CurvesCheck.Findings())
    }

    @Test func `what is written meanwhile is not looked at`() throws {
        let bench = try RunBench(methods: [.DA], seeds: [0])
        _ = try bench.run()
        let known = try KnownResults.read(bench.results).known
        for _ in 0 ..< 20 {
            let check = CurvesCheck.begin(bench.results, trained: known.trained)
            let file = try FileHandle(forWritingTo: curves(bench))
            try file.seekToEnd()
            try file.write(contentsOf: Data("half a line".utf8))
            #expect(try check.found() == CurvesCheck.Findings())
            try file.truncate(atOffset: try file.offset() - 11)
            try file.close()
        }
    }

    /// The numbers that have no digits stand in quotation marks.
    @Test func `curves that are not finite`() throws {
        let folder = try OwnedFolder()
        let writer = try JournalWriter(folder: folder.path + "/journal", shard: "main")
        let job = Job(
            data: DataIdentity(dataset: .strokes, digest: "d", request: DataRequest()), group: try #require(GroupName("R4")),
            method: .DA, regulariser: nil, nu: nil, seed: 0, training: TrainingParameters())
        let event = TrainedEvent(
            id: job.id, job: job, bestEpoch: 1, validationAccuracy: 0, crossEntropy: [.nan, .infinity], regulariser: [-.infinity],
            accuracy: [.nan], sigmaMax: [.nan], seconds: 1, place: LaneRecord(lane: 0, processors: ""), modelSize: 8)
        try writer.append(.trained(event))
        try writer.close()
        let results = ResultsFolder(URL(fileURLWithPath: folder.path))
        let known = KnownResults(events: [.trained(event)]) { _ in true }
        #expect(try CurvesCheck.begin(results, trained: known.trained).found() == CurvesCheck.Findings())
    }
}
