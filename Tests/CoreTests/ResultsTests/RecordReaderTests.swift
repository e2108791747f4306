import Foundation
import Testing

@testable import Core

/// Tables from a journal that grows, against tables from all its events at once.
@Suite struct RecordReaderTests {
    private func text(_ record: SweepRecord) -> String {
        CSVWriter.text(JobsTable.table(record)) + CSVWriter.text(SummaryTable.table(record))
            + CSVWriter.text(SearchTable.table(record))
    }

    @Test func whatIsAddedIsTakenUp() throws {
        let owned = try OwnedFolder()
        let folder = ResultsFolder(URL(fileURLWithPath: owned.path, isDirectory: true))
        try folder.create()
        let scale = try ScaleFolder(jobs: 20, isFinished: true)
        let events = try Journal.read(folder: scale.results.journal.path).events
        #expect(events.count == 60)
        let journal = try JournalWriter(folder: folder.journal.path, shard: "main")
        for event in events.prefix(25) { try journal.append(event) }
        var records = RecordReader(spec: scale.spec, plan: scale.plan, folder: folder)
        let known = try records.open(folder).known
        #expect(known.evaluated.count == 8 && known.trained.isEmpty, "no model is there")
        #expect(text(try records.record(isWhole: false)) == text(SweepRecord(spec: scale.spec, events: events.prefix(25))))
        for event in events.dropFirst(25) { try journal.append(event) }
        let record = try records.record(isWhole: false)
        #expect(record.jobs.count == 20)
        #expect(text(record) == text(SweepRecord(spec: scale.spec, events: events)))
        #expect(text(try records.record(isWhole: true)) == text(record))
        try journal.close()
    }

    /// More rows than one core writes at once.
    @Test func theFileIsTheTable() throws {
        let scale = try ScaleFolder(jobs: 2500, isFinished: true)
        var records = RecordReader(spec: scale.spec, plan: scale.plan, folder: scale.results)
        #expect(try records.open(scale.results).known.trained.count == 2500)
        let record = try records.record(isWhole: true)
        try scale.results.writeTables(record)
        let expected = CSVWriter.text(JobsTable.table(record))
        #expect(try String(contentsOf: scale.results.jobsTable, encoding: .utf8) == expected)
        // What was damaged or taken away is written again.
        try Data("dataset,".utf8).write(to: scale.results.jobsTable)
        try FileManager.default.removeItem(at: scale.results.summaryTable)
        try scale.results.writeTables(record)
        #expect(try String(contentsOf: scale.results.jobsTable, encoding: .utf8) == expected)
        #expect(
            try String(contentsOf: scale.results.summaryTable, encoding: .utf8)
                == CSVWriter.text(SummaryTable.table(record)))
    }
}
