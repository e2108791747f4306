import ArgumentParser
import Core
import Foundation

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how far a sweep is, from another terminal.",
        discussion: """
            While a run goes on in the folder: what its terminal shows, each lane, the ν searches, the time left. Otherwise \
            what the journal says: what is done, failed or missing, when the last run ended, and the command to go on. \
            Reads only, and is in nobody's way. Of a sweep that was submitted to Slurm it shows the shards and their tasks.

              sweep status                          the newest folder below results/
              sweep status results/nu_search --watch
              sweep status results/nu_search --json
            """)

    @Argument(help: "The results folder. (default: the newest below results/, those in use first)", completion: .directory)
    var results: String?

    @Flag(help: "Refresh every second until the run ends, or one that is about to begin; Ctrl-C ends only the watching.")
    var watch = false

    @Flag(help: "One JSON object; with --watch one a line.")
    var json = false

    /// Seconds that the watching waits for a run.
    private static let patience = 5
    /// In a row, each some five seconds behind the other.
    private static let mostRefusals = 120

    func run() throws {
        let folder = try NewestResults.folder(results)
        // A closed pipe shall end the watching like Ctrl-C.
        signal(SIGPIPE, SIG_DFL)
        var presence = RunPresence.of(folder)
        guard watch else { return try show(folder, presence) }
        if presence.goesOn == false, folder.cut != nil { return try watchCluster(folder) }
        let signals = StopSignals {}
        defer { signals.end() }
        if !presence.goesOn {
            // Whoever starts a run and then looks may be the quicker.
            let path = folder.url.relativePath
            StandardError.show(
                ProseLine("no run goes on in \(path); waiting \(Self.patience) s for one to begin", whole: [path]))
            for _ in 0 ..< Self.patience * 10 where !presence.goesOn {
                if let signal = signals.request.signal { throw ExitCode(128 + signal) }
                usleep(100_000)
                presence = RunPresence.of(folder)
            }
        }
        let display = StatusDisplay(folder)
        while presence.goesOn {
            if json {
                Terminal.line(try StatusReport(folder, presence).json())
            } else {
                display.redraw(presence)
            }
            for _ in 0 ..< 10 {
                if let signal = signals.request.signal { throw ExitCode(128 + signal) }
                usleep(100_000)
            }
            presence = RunPresence.of(folder)
        }
        display.erase()
        try show(folder, presence)
    }

    /// Slurm's controller has others to answer too: it is asked every five seconds.
    private func watchCluster(_ folder: ResultsFolder) throws {
        let signals = StopSignals {}
        defer { signals.end() }
        var refusals = 0
        while true {
            let status = try self.status(folder)
            // A controller that gives no answer now may do so again.
            guard let view = ClusterView(folder, status), view.goesOn || view.isUnreachable && !status.isComplete else { break }
            refusals = view.isUnreachable ? refusals + 1 : 0
            if refusals > Self.mostRefusals, let problem = view.problem {
                throw failure(ExitStatus.incomplete, "Slurm cannot be asked for ten minutes now: \(problem)")
            }
            if json {
                var report = StatusReport(folder, RunPresence.of(folder))
                report.add(view)
                Terminal.line(try report.json())
            } else {
                Terminal.show(ClusterDisplay(view: view, folder: folder).lines)
            }
            for _ in 0 ..< 50 {
                if let signal = signals.request.signal { throw ExitCode(128 + signal) }
                usleep(100_000)
            }
        }
        try show(folder, RunPresence.of(folder))
    }

    private func status(_ folder: ResultsFolder) throws -> FolderStatus {
        do {
            return try FolderStatus(folder)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }

    /// Once.
    private func show(_ folder: ResultsFolder, _ presence: RunPresence) throws {
        var report = StatusReport(folder, presence)
        let display = StatusDisplay(folder)
        guard !presence.goesOn else {
            if json { return Terminal.line(try report.json()) }
            return display.lines(presence).forEach(Terminal.line)
        }
        let verb = folder.cut == nil ? "run" : "submit"
        let again = ThisProgram.command(verb, folder.specification.relativePath, "--results", folder.url.relativePath)
        let status = try self.status(folder)
        let cluster = ClusterView(folder, status)
        // Of what was submitted Slurm tells more.
        let shards = cluster == nil ? RunningShard.all(folder) : []
        let next = NextStep(cluster, shards, command: presence.status?.command ?? again)
        for damage in status.damage { StandardError.print("warning: \(damage)") }
        if json {
            report.add(status, command: next.command)
            report.add(cluster)
            if !shards.isEmpty { report.state = "running" }
            return Terminal.line(try report.json())
        }
        let tasks = cluster.map { ClusterDisplay(view: $0, folder: folder).lines } ?? StatusDisplay.lines(shards)
        let head = cluster == nil && shards.isEmpty || presence.status != nil && next.command != nil ? display.lines(presence) : []
        head.forEach(Terminal.line)
        Terminal.show(tasks)
        Terminal.show(display.lines(status, next, cluster, told: head.isEmpty ? nil : presence))
    }
}

/// The results folder that a person means.
enum NewestResults {
    private static let parent = "results"

    /// - Parameter path: nil for the newest below `results/`, and of those in use, where there are any.
    /// - Throws: the exit status.
    static func folder(_ path: String?) throws -> ResultsFolder {
        guard let path else { return try newest() }
        let folder = ResultsFolder(URL(fileURLWithPath: path))
        try FolderContents.checkReading(folder)
        guard FileManager.default.fileExists(atPath: folder.specification.path) || isBusy(folder) else {
            if folder.isOnlyBegun { throw failure(ExitStatus.incomplete, FolderContents.begun(folder)) }
            let advice = FileManager.default.fileExists(atPath: folder.journal.path)
                ? "; the journal is there, and sweep run with the sweep's file writes sweep.yaml again" : ""
            throw failure(
                ExitStatus.usage, "'\(path)': expected a results folder of sweep run, with sweep.yaml in it; found none\(advice)")
        }
        return folder
    }

    /// Of a run that has just begun nothing but the lock is there.
    private static func isBusy(_ folder: ResultsFolder) -> Bool { ResultsLock.held(folder: folder.url.path) != nil }

    private static func newest() throws -> ResultsFolder {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        let folders = names.compactMap { name -> (folder: ResultsFolder, date: Date)? in
            let folder = ResultsFolder(URL(fileURLWithPath: "\(parent)/\(name)"))
            let dates = [
                folder.status, folder.journal, folder.journal.appendingPathComponent("main.jsonl"), folder.cutFile,
            ].compactMap {
                (try? FileManager.default.attributesOfItem(atPath: $0.path))?[.modificationDate] as? Date
            }
            return dates.max().map { (folder, $0) }
        }
        // Whoever looks means what goes on; else what there is something to see of.
        let ranks = [folders.filter { isBusy($0.folder) }, folders.filter { !$0.folder.isOnlyBegun }, folders]
        guard let found = ranks.first(where: { !$0.isEmpty })?.max(by: { $0.date < $1.date }) else {
            throw failure(
                ExitStatus.usage,
                "expected a results folder below \(parent)/, found none; name one, as in \(ThisProgram.command("status", "/scratch/nu"))")
        }
        return try folder("\(parent)/\(found.folder.url.lastPathComponent)")
    }
}
