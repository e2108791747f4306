import ArgumentParser
import Core
import Foundation

/// A run whose work is over.
struct RunEnding {
    let runner: SweepRunner
    let journal: JournalWriter
    let scheduler: Scheduler
    let display: RunDisplay
    let identities: [DataIdentity]
    let header: RunHeader
    /// Wall time of this process on the sweep.
    let seconds: Double
    /// That stopped it; nil if none did.
    let signal: Int32?
}

extension RunSession {
    /// A full disk must neither hide what was done nor how to go on: what can be written is, and the
    /// verdict names the first thing that could not be.
    /// - Returns: the exit status.
    func finish(_ end: RunEnding, _ records: inout RecordReader) -> ExitCode {
        let (runner, journal, scheduler) = (end.runner, end.journal, end.scheduler)
        var refusal = runner.diskError
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { refusal = refusal ?? "\(error)" }
        }
        attempt {
            try journal.append(.closed(RunEnd(date: ISO8601DateFormatter().string(from: Date()), seconds: end.seconds)))
        }
        attempt { try journal.close() }
        let record: SweepRecord
        do {
            record = try records.record(isWhole: true)
        } catch {
            let status = failure(ExitStatus.incomplete, "\(error)")
            if mode == .json {
                Terminal.line(
                    RunEventRecord.ended(status: status.rawValue, again: again, at: end.display.elapsed).line)
            }
            return status
        }
        // A shard's tables would be those of a part.
        if folder.shard == nil { publish(end, record, attempt) }
        let verdict = RunVerdict(
            runner: runner, record: record, refusal: refusal, signal: end.signal, again: again, folder: folder)
        if mode.isForPeople { tell(end, record, verdict) }
        let warnings = Set(scheduler.lanes.map(\.binding).filter { !$0.isAsPlanned }.map(\.description))
        for warning in warnings.sorted() { StandardError.print("warning: \(warning)") }
        return verdict.report(mode, end.display)
    }

    /// Tables, figures, provenance and report.
    private func publish(_ end: RunEnding, _ record: SweepRecord, _ attempt: (() throws -> Void) -> Void) {
        attempt { try folder.writeTables(record) }
        var notices: [String] = []
        let files = FigureFiles(folder)
        let figures = PaperFigures.all(record, files: files) { notices.append("\($0)") }
        for notice in notices { StandardError.print("note: \(notice)") }
        attempt { try FigureFolder.write(figures, to: folder.figures, csv: folder.csv) }
        attempt {
            let provenance = Provenance(
                version: Program.version, source: Program.source,
                machine: .current(), instructionSet: kernels.instructionSet.rawValue,
                lanes: end.scheduler.lanes.map(\.record), data: end.identities.sorted(by: Self.isBefore),
                start: record.runs.first { $0.takenFrom == nil }?.date ?? end.header.date, seconds: record.seconds, runs: record.runs)
            try AtomicFile.write(try provenance.json(), to: folder.provenance)
        }
        attempt { try folder.writeReport(try folder.report(record, figures: figures, files: files, notices: notices)) }
    }

    /// What went well: the table, how the searches ended, and where everything lies.
    private func tell(_ end: RunEnding, _ record: SweepRecord, _ verdict: RunVerdict) {
        guard folder.shard == nil else { return tellShard(end, verdict) }
        Terminal.line("\n\(PaperTable.text(record, width: Terminal.width))")
        Terminal.show(verdict.searches(end.display.progress).map { ProseLine($0) })
        let path = folder.url.relativePath
        func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
        let tables = isThere(folder.jobsTable) ? "; tables and report.html in \(path)/" : ""
        Terminal.show(ProseLine("\(Text.duration(end.seconds)) on \(end.scheduler.lanes.count.of("lane"))\(tables)", whole: [path]))
        let pictures = (try? FileManager.default.contentsOfDirectory(atPath: folder.figures.path)) ?? []
        guard !tables.isEmpty else { return }
        let others = (pictures.isEmpty ? [] : ["figures/"]) + ["models/", "provenance.json"]
        Terminal.show(
            ProseLine(
                "beside them \(others.joined(separator: ", "));", command: ThisProgram.command("report", path),
                "shows the page"))
    }

    private func tellShard(_ end: RunEnding, _ verdict: RunVerdict) {
        Terminal.show(verdict.searches(end.display.progress).map { ProseLine($0) })
        Terminal.line("\(Text.duration(end.seconds)) on \(end.scheduler.lanes.count.of("lane"))")
        Terminal.show(
            ProseLine(
                "", command: ThisProgram.command("collect", folder.url.relativePath), "makes the tables of all shards"))
    }

    private static func isBefore(_ one: DataIdentity, _ other: DataIdentity) -> Bool {
        (one.dataset.rawValue, one.digest, one.train) < (other.dataset.rawValue, other.digest, other.train)
    }
}
