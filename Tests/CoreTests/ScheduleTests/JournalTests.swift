import Foundation
import Testing

@testable import Core

@Suite struct JournalTests {
    private let folder: OwnedFolder
    private var journal: String { folder.path + "/journal" }

    init() throws { folder = try OwnedFolder() }

    private func write(_ events: [JournalEvent], shard: String = "main") throws {
        let writer = try JournalWriter(folder: journal, shard: shard)
        for event in events { try writer.append(event) }
        try writer.close()
    }

    @Test func everyKindComesBackAsItWas() throws {
        try write(JournalExamples.all)
        let read = try Journal.read(folder: journal)
        #expect(read.events == JournalExamples.all)
        #expect(read.damage.isEmpty)
    }

    @Test func theFormOfALine() throws {
        try write([JournalExamples.searched])
        // The checksum was computed independently with Python's zlib.crc32.
        #expect(
            String(decoding: try folder.read("journal/main.jsonl"), as: UTF8.self)
                == "0f17e546 {\"searched\":{\"_0\":{\"group\":\"R4\",\"outcome\":\"unreachable within bounds\",\"regulariser\":\"kl\"}}}\n")
    }

    @Test func theSameEventsGiveTheSameBytes() throws {
        try write(JournalExamples.all, shard: "a")
        try write(JournalExamples.all, shard: "b")
        #expect(try folder.read("journal/a.jsonl") == folder.read("journal/b.jsonl"))
    }

    @Test func valuesThatAreNoNumbersSurvive() throws {
        var trained = try #require({ if case .trained(let event) = JournalExamples.trained { event } else { nil } }())
        trained.crossEntropy = [.infinity, -.infinity, 1]
        trained.validationAccuracy = .nan
        try write([.trained(trained)])
        let read = try Journal.read(folder: journal)
        guard case .trained(let back)? = read.events.first else {
            Issue.record("\(read)")
            return
        }
        #expect(back.crossEntropy == trained.crossEntropy)
        #expect(back.validationAccuracy.isNaN)
    }

    @Test func aFolderThatIsNotThereIsAnEmptyJournal() throws {
        let read = try Journal.read(folder: journal)
        #expect(read.events.isEmpty && read.damage.isEmpty)
    }

    @Test func shardsAreMergedByName() throws {
        try write([1, 2].map(JournalExamples.numbered), shard: "b")
        try write([3, 4].map(JournalExamples.numbered), shard: "a")
        try write([5].map(JournalExamples.numbered), shard: "b")
        try folder.write("not a journal", to: "journal/notes.txt")
        let read = try Journal.read(folder: journal)
        #expect(read.events.map(JournalExamples.number) == [3, 4, 1, 2, 5])
        #expect(read.damage.isEmpty)
    }

    @Test func linesOfManyThreadsNeverMix() throws {
        let first = try JournalWriter(folder: journal, shard: "main")
        // A second descriptor on the same file: what one write each is for.
        let second = try JournalWriter(folder: journal, shard: "main")
        DispatchQueue.concurrentPerform(iterations: 400) { index in
            do {
                try (index % 2 == 0 ? first : second).append(JournalExamples.numbered(index))
                if index % 100 == 0 { try first.flush() }
            } catch {
                Issue.record(error)
            }
        }
        try first.close()
        try second.close()
        let read = try Journal.read(folder: journal)
        #expect(read.damage.isEmpty)
        #expect(read.events.compactMap(JournalExamples.number).sorted() == Array(0 ..< 400))
    }

    @Test func whatIsAppendedCanBeReadAtOnce() throws {
        let writer = try JournalWriter(folder: journal, shard: "main")
        for number in 0 ..< 3 {
            try writer.append(JournalExamples.numbered(number))
            #expect(try Journal.read(folder: journal).events.count == number + 1)
        }
        try writer.flush()
        try writer.flush()
    }

    @Test func aFullDiskIsAnErrorWithThePath() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        try FileManager.default.createDirectory(atPath: journal, withIntermediateDirectories: true)
        let path = journal + "/main.jsonl"
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
        let writer = try JournalWriter(folder: journal, shard: "main")
        for _ in 0 ..< 2 {
            #expect(throws: JournalError.system(path: path, step: "write", reason: "No space left on device")) {
                try writer.append(JournalExamples.searched)
            }
        }
        try writer.close()
    }

    @Test func aClosedJournalTakesNothing() throws {
        let writer = try JournalWriter(folder: journal, shard: "main")
        try writer.close()
        try writer.close()
        #expect(throws: JournalError.closed(path: writer.path)) { try writer.append(JournalExamples.searched) }
        #expect(try folder.read("journal/main.jsonl").isEmpty)
    }

    @Test(arguments: ["", ".", "..", ".hidden", "a/b", "a b", "ä", String(repeating: "a", count: 101)])
    func namesThatWouldLeaveTheFolder(_ name: String) throws {
        #expect(throws: JournalError.shardName(name)) { try JournalWriter(folder: journal, shard: name) }
    }

    @Test func placesThatCannotBeWritten() throws {
        try folder.write("", to: "file")
        let inside = folder.path + "/file/journal"
        #expect {
            try JournalWriter(folder: inside, shard: "main")
        } throws: { error in
            guard case .system(inside, "make the folder", _)? = error as? JournalError else { return false }
            return true
        }
        try FileManager.default.createDirectory(atPath: journal + "/main.jsonl", withIntermediateDirectories: true)
        #expect(throws: JournalError.system(path: journal + "/main.jsonl", step: "open", reason: "Is a directory")) {
            try JournalWriter(folder: journal, shard: "main")
        }
        #expect(throws: JournalError.self) { try Journal.read(folder: journal) }
    }

    @Test func errorTexts() {
        let table: [(JournalError, String)] = [
            (
                .system(path: "r/journal/main.jsonl", step: "write", reason: "No space left on device"),
                "r/journal/main.jsonl: could not write: No space left on device. What was written before is safe; "
                    + "put this right and start the same command again."
            ),
            (.encoding(path: "a", reason: "x"), "a: an event could not be written as JSON: x."),
            (
                .shardName("a/b"),
                "'a/b' cannot be a journal's name; expected letters, digits, '-', '_' and '.', not a dot first."
            ),
            (.closed(path: "a"), "a: the journal is closed."),
        ]
        for (error, text) in table { #expect(error.description == text) }
    }
}
