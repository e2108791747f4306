import Foundation
import Testing

@testable import Core

/// Learning curves lie in a file beside the shard, and come back from there.
@Suite struct CurvesTests {
    private let folder: OwnedFolder
    private var journal: String { folder.path + "/journal" }

    init() throws { folder = try OwnedFolder() }

    private func write(_ events: [JournalEvent]) throws {
        let writer = try JournalWriter(folder: journal, shard: "main")
        for event in events { try writer.append(event) }
        try writer.close()
    }

    @Test func theShardHasNoCurvesAndTheyAreReadBack() throws {
        try write([JournalExamples.opened, JournalExamples.trained, JournalExamples.searched])
        let shard = String(decoding: try folder.read("journal/main.jsonl"), as: UTF8.self)
        #expect(shard.contains(#""accuracy":[],"bestEpoch":299,"crossEntropy":[]"#))
        let curves = String(decoding: try folder.read("journal/main.curves.jsonl"), as: UTF8.self)
        #expect(
            curves.dropFirst(9)
                == #"{"curves":{"accuracy":[0.3],"crossEntropy":[0.1,1e-45,3.4028235e+38],"id":"j1","regulariser":[]}}"# + "\n")
        #expect(
            try Journal.read(folder: journal).events
                == [JournalExamples.opened, JournalExamples.trained, JournalExamples.searched])
        var outline: [JournalEvent] = []
        let damage = try Journal.visit(folder: journal, .tables) { outline.append($0) }
        #expect(damage.isEmpty && outline.count == 3)
        guard case .trained(let trained) = outline[1] else {
            Issue.record("\(outline)")
            return
        }
        #expect(!trained.hasCurves && trained.bestEpoch == 299)
    }

    @Test func withoutCurvesThereIsNoSuchFile() throws {
        try write([JournalExamples.opened, JournalExamples.evaluated])
        #expect(!FileManager.default.fileExists(atPath: journal + "/main.curves.jsonl"))
        #expect(throws: JournalError.shardName("a.curves")) { try JournalWriter(folder: journal, shard: "a.curves") }
    }

    /// Journals of earlier versions have the curves in the event.
    @Test func curvesInTheEventAreRead() throws {
        let line = try JournalLine.encode(JournalExamples.trained, with: JournalLine.makeEncoder()).bytes
        try folder.write(Data(line), to: "journal/main.jsonl")
        #expect(try Journal.read(folder: journal).events == [JournalExamples.trained])
        var events: [JournalEvent] = []
        _ = try Journal.visit(folder: journal, .outline) { events.append($0) }
        guard case .trained(let trained)? = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(!trained.hasCurves && trained.id == "j1")
    }

    @Test func damageCostsTheCurvesAlone() throws {
        try write([JournalExamples.trained])
        var bytes = try folder.read("journal/main.curves.jsonl")
        bytes[20] ^= 1
        try folder.write(bytes, to: "journal/main.curves.jsonl")
        let read = try Journal.read(folder: journal)
        #expect(read.damage.map(\.file) == [journal + "/main.curves.jsonl"])
        guard case .trained(let trained)? = read.events.first else {
            Issue.record("\(read)")
            return
        }
        #expect(!trained.hasCurves && trained.bestEpoch == 299)
        // A torn file is written on, like a shard.
        try folder.write(bytes.dropLast(4), to: "journal/main.curves.jsonl")
        try write([JournalExamples.trained])
        let after = try Journal.read(folder: journal)
        #expect(after.events == [JournalExamples.trained, JournalExamples.trained] && after.damage.count == 1)
    }
}
