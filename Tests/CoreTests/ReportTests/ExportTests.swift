import Foundation
import Testing

@testable import Core

/// What a folder tells by itself: `sweep export`, and the record behind `sweep report`.
@Suite struct ExportTests {
    private func text(_ export: TableExport, _ folder: ResultsFolder) throws -> String {
        let record = try FolderRecord(folder).record
        var bytes: [UInt8] = []
        try export.write(record, curves: try folder.curves(record)) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func sample(_ change: (inout SampleSweep) -> Void = { _ in }) -> (SampleSweep, [JournalEvent]) {
        var sweep = SampleSweep.passing()
        change(&sweep)
        return (sweep, ReportExamples.renamed(ReportExamples.withCurves(sweep), sweep))
    }

    @Test func `history has a row per network and epoch, with the numbers of the journal`() throws {
        let owned = try OwnedFolder()
        let (sweep, events) = sample()
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let rows = try CSVReader.rows(try text(.history, folder))
        #expect(
            rows[0] == [
                "dataset", "group", "method", "regulariser", "nu", "seed", "epoch", "cross_entropy_nats", "R",
                "validation_accuracy_percent", "id",
            ])
        let journal = try Journal.readCurves(folder: folder.journal.path).curves
        #expect(rows.count == 1 + 8 * 3 && journal.count == 8)
        var last = ""
        for row in rows.dropFirst() {
            let epoch = try #require(Int(row[6])) - 1
            let own = try #require(journal[row[10]])
            #expect(Float(row[7]) == own.crossEntropy[epoch])
            #expect(row[8].isEmpty ? own.regulariser.isEmpty : Float(row[8]) == own.regulariser[epoch])
            let accuracy = try #require(Double(row[9]))
            #expect(Float(accuracy / 100) == own.accuracy[epoch])
            #expect(row[10] == last || epoch == 0)
            last = row[10]
        }
        // In the order of jobs.csv.
        let jobs = try CSVReader.rows(try text(.jobs, folder))
        let ids = try #require(jobs[0].firstIndex(of: "id"))
        #expect(rows.dropFirst().filter { $0[6] == "1" }.map { $0[10] } == jobs.dropFirst().map { $0[ids] })
        #expect(rows[1].prefix(10) == ["strokes", "R4", "DA", "", "", "0", "1", "1", "", "50.1"])
    }

    @Test func `accuracies of the history are those of jobs csv, to the last digit`() {
        for samples in [1, 3, 60, 999, 10_000] {
            for count in stride(from: 0, through: samples, by: max(1, samples / 97)) {
                let fraction = Double(count) / Double(samples)
                #expect(HistoryTable.fraction(Float(fraction), of: samples) == fraction, "\(count) of \(samples)")
            }
        }
        #expect(MeasureColumn.percent(HistoryTable.fraction(Float(43.0 / 60), of: 60)) == MeasureColumn.percent(43.0 / 60))
        // No fraction of so many samples, or of none.
        #expect(HistoryTable.fraction(0.1234567, of: 3) == 0.1234567 && HistoryTable.fraction(0.5, of: 0) == 0.5)
        #expect(HistoryTable.fraction(.nan, of: 3).isNaN)
    }

    @Test func `jobs and table are those that a run writes`() throws {
        let owned = try OwnedFolder()
        let (sweep, events) = sample()
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let record = SweepRecord(spec: sweep.spec, events: events)
        try folder.writeTables(record)
        #expect(try text(.jobs, folder) == String(contentsOf: folder.jobsTable, encoding: .utf8))
        #expect(try text(.table, folder) == String(contentsOf: folder.summaryTable, encoding: .utf8))
        #expect(try text(.table, folder).contains(",passed,"))
        let file = URL(fileURLWithPath: owned.path + "/out.csv")
        try TableExport.history.write(record, curves: try folder.curves(record), to: file)
        #expect(try String(contentsOf: file, encoding: .utf8) == text(.history, folder))
    }

    @Test func `an empty journal gives headers`() throws {
        let owned = try OwnedFolder()
        let folder = try ReportExamples.folder(SampleSweep(methods: [.DA]), [], in: owned)
        for export in TableExport.allCases {
            let rows = try CSVReader.rows(try text(export, folder))
            #expect(rows.count == (export == .table ? 2 : 1) && rows[0].contains("group"))
        }
    }

    /// A journal in which `trained` lines hold the curves, as earlier versions wrote it, and one with both.
    @Test func `curves of earlier journals are found`() throws {
        let owned = try OwnedFolder()
        let (sweep, events) = sample()
        let new = try ReportExamples.folder(sweep, events, in: owned)
        let expected = try text(.history, new)
        let encoder = JournalLine.makeEncoder()
        var lines: [UInt8] = []
        for event in events.prefix(10) { lines += try JournalLine.encode(event, with: encoder).bytes }
        let shard = URL(fileURLWithPath: new.journal.path + "/main.jsonl")
        for event in events.dropFirst(10) {
            guard case .trained(let trained) = event else {
                lines += try JournalLine.encode(event, with: encoder).bytes
                continue
            }
            lines += try JournalLine.encode(.trained(trained.withoutCurves), with: encoder).bytes
        }
        #expect(String(decoding: lines, as: UTF8.self).contains("{\"trained\":{\"_0\":{\"accuracy\":[0.5"))
        try Data(lines).write(to: shard)
        let curves = new.journal.path + "/main.curves.jsonl"
        let all = try String(contentsOfFile: curves, encoding: .utf8).split(separator: "\n")
        let ids = events.prefix(10).compactMap { event -> String? in
            guard case .trained(let trained) = event else { return nil }
            return trained.id
        }
        #expect(!ids.isEmpty)
        let later = all.filter { line in !ids.contains { line.contains($0) } }
        try (later.joined(separator: "\n") + "\n").write(toFile: curves, atomically: true, encoding: .utf8)
        #expect(try text(.history, new) == expected)
    }

    @Test func `a damaged line costs its own curves, a torn one nothing else`() throws {
        let owned = try OwnedFolder()
        let (sweep, events) = sample()
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let path = folder.journal.path + "/main.curves.jsonl"
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let before = try CSVReader.rows(try text(.history, folder)).count
        bytes[60] ^= 1
        bytes.removeLast(30)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try CSVReader.rows(try text(.history, folder)).count == before - 6)
        let record = try FolderRecord(folder).record
        let curves = try folder.curves(record)
        #expect(curves.damage.count == 1 && curves.damage[0].line == 1)
        let missing = curves.missing(record)
        #expect(missing.count == 2 && missing.examples.count == 2 && missing.examples.allSatisfy { !curves.contains($0.id) })
        #expect(Report(record, figures: [], curves: curves).html.contains("The learning curves of 2 networks are missing ("))
    }

    /// Nothing is computed here: what other numerics made is shown, and the reader told.
    @Test func `results of other numerics are shown with a notice`() throws {
        let owned = try OwnedFolder()
        var (sweep, events) = sample()
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let current = try FolderRecord(folder)
        #expect(current.notices.isEmpty && current.record.jobs.count == 8)
        events = ReportExamples.renamed(events, sweep) { String($0.reversed()) }
        let other = try OwnedFolder()
        let old = try FolderRecord(try ReportExamples.folder(sweep, events, in: other))
        #expect(old.notices.count == 1 && old.notices[0].contains("other numerics"))
        #expect(
            CSVWriter.text(SummaryTable.table(old.record)) == CSVWriter.text(SummaryTable.table(current.record)))
        sweep.spec.name = "another"
        #expect(old.record.spec != sweep.spec)
    }

    @Test func `a report of a folder has its curves, file and provenance`() throws {
        let owned = try OwnedFolder()
        let (sweep, events) = sample()
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        try AtomicFile.write("# What for?\nname: sample\n", to: folder.source)
        let found = try FolderRecord(folder)
        let provenance = Provenance(
            version: "1.2.3", source: SourceRevision(commit: "abc", changes: .init(hash: "feed", size: 12, text: [])),
            compiler: "Swift",
            machine: HostDescription(host: "there", cpu: nil, system: "Linux"), instructionSet: "avx2",
            lanes: [LaneRecord(lane: 0, processors: "3")], data: [sweep.job(.DA, seed: 0).data],
            start: "2026-01-02T03:04:05Z", seconds: 7325, runs: found.record.runs)
        try AtomicFile.write(try provenance.json(), to: folder.provenance)
        let figures = PaperFigures.all(found.record)
        try folder.writeReport(try folder.report(found.record, figures: figures))
        let html = try String(contentsOf: folder.report, encoding: .utf8)
        #expect(TagChecker(html).problems == [])
        for words in [
            "<p>What for?</p>", "sweep 1.2.3, Swift", "commit abc, with changes: source-feed.diff, 12 bytes",
            "there, Linux", "0: 3", "2 h 2 min",
            "SHA-256 d1", "Learning curves",
        ] {
            #expect(html.contains(words), "\(words)")
        }
        // The same again is not written again.
        let before = try FileManager.default.attributesOfItem(atPath: folder.report.path)[.systemFileNumber] as? Int
        try folder.writeReport(try folder.report(found.record, figures: figures))
        let after = try FileManager.default.attributesOfItem(atPath: folder.report.path)[.systemFileNumber] as? Int
        #expect(before == after && before != nil)
    }
}
