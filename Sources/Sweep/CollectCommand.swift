import ArgumentParser
import Core
import Foundation

struct CollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Make the tables of all shards of a sweep.",
        discussion: """
            Reads the journals of all shards, and of what was done on one machine, and writes the tables, figures, report \
            and provenance that a run on one machine would write. What is damaged in one shard is named and passed over. \
            Tasks may go on meanwhile: then the tables have what is done so far. Trains and measures nothing.

              sweep collect results/nu_search

            While a run on one machine goes on in the folder, a batch job waits for its end; by hand it waits \
            ten seconds, and is then refused.

            Exit status: 0 all done and every search passed; 1 something is missing, failed or did not pass; 2 a run on \
            one machine goes on in the folder.
            """)

    @Argument(help: "The results folder.", completion: .directory)
    var results: String

    @OptionGroup var csv: CSVArguments

    func run() throws {
        try FolderContents.check(results)
        let folder = csv.folder(URL(fileURLWithPath: results))
        let isBatch = SlurmJob(environment: ProcessInfo.processInfo.environment) != nil
        let lock = try SharedFolder.lock(folder, isBatch: isBatch)
        try withExtendedLifetime(lock) { try collect(folder) }
    }

    private func collect(_ folder: ResultsFolder) throws {
        let record: SweepRecord
        let status: FolderStatus
        do {
            let found = try FolderRecord(folder)
            for damage in found.damage { StandardError.print("warning: \(damage)") }
            for notice in found.notices { StandardError.print("note: \(notice)") }
            record = found.record
            try write(record, found.notices, to: folder)
            status = try FolderStatus(folder)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        Terminal.line(PaperTable.text(record, width: Terminal.width))
        let verb = folder.cut == nil ? "run" : "submit"
        let again = ThisProgram.command(verb, folder.specification.relativePath, "--results", folder.url.relativePath)
        let next = NextStep(ClusterView(folder, status), RunningShard.all(folder), command: again)
        Terminal.show(StatusDisplay(folder).lines(status, next))
        let isGood = status.isComplete && status.failures.isEmpty && status.searches.allSatisfy { $0.outcome == "passed" }
            && !record.jobs.contains(where: \.hasNonFinite)
        if !isGood { throw ExitStatus.incomplete }
    }

    private func write(_ record: SweepRecord, _ notices: [String], to folder: ResultsFolder) throws {
        try folder.writeTables(record)
        var notices = notices
        let files = FigureFiles(folder)
        let figures = PaperFigures.all(record, files: files) { notices.append("\($0)") }
        try FigureFolder.write(figures, to: folder.figures, csv: folder.csv)
        // Shards stand in the journal by number; here by time.
        let runs = record.runs.sorted { ($0.date, $0.host) < ($1.date, $1.host) }
        let sets = Set(record.jobs.map(\.job.data)).sorted {
            ($0.dataset.rawValue, $0.digest, $0.train) < ($1.dataset.rawValue, $1.digest, $1.train)
        }
        let provenance = Provenance(
            version: Program.version, source: Program.source, machine: .current(),
            instructionSet: Set(runs.map(\.instructionSet)).sorted().joined(separator: ", "), lanes: [], data: sets,
            start: runs.first { $0.takenFrom == nil }?.date ?? Date.now.formatted(.iso8601), seconds: record.seconds, runs: runs)
        try AtomicFile.write(try provenance.json(), to: folder.provenance)
        try folder.writeReport(try folder.report(record, figures: figures, files: files, notices: notices))
    }
}

/// A results folder that commands of a cluster write to, beside tasks on other machines.
enum SharedFolder {
    /// Keeps a run on this machine out, which writes the same files; tasks never ask for this lock. A batch job waits for
    /// as long as it takes, and says so every minute: nobody is there to start it again.
    /// - Parameters:
    ///   - isBatch: whether this is one.
    ///   - prepare: makes the folder, which another one may take back at any time before it is locked.
    /// - Returns: nil where the file system has no locks.
    /// - Throws: the exit status, and what `prepare` throws.
    static func lock(
        _ folder: ResultsFolder, isBatch: Bool = false, prepare: () throws -> Void = {}
    ) throws -> ResultsLock? {
        var tries = 0
        while true {
            try prepare()
            do throws(ResultsLockError) {
                // A batch job says at once that it waits.
                return try ResultsLock(folder: folder.url.path, patience: !isBatch ? 10 : tries == 0 ? 0 : 60)
            } catch .held(let path, let holder) {
                let held = ResultsLockError.held(folder: path, by: holder)
                guard isBatch else { throw failure(ExitStatus.resultsInUse, held) }
                StandardError.print("note: waiting for it: \(held)")
                tries += 1
            } catch {
                tries += 1
                if tries < 6, access(folder.url.path, F_OK) != 0 { continue }
                StandardError.print("note: \(error)")
                return nil
            }
        }
    }
}
