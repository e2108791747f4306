import ArgumentParser
import Core
import Foundation
import Synchronization

/// One process's work on a results folder, from the lock to the last lines on the terminal.
struct RunSession {
    let spec: SweepSpec
    /// The sweep file as it was given.
    let source: String
    let folder: ResultsFolder
    let kernels: KernelSet
    let request: LaneRequest
    let accept: Bool
    let offline: Bool
    let retryFailed: Bool
    /// Whether to wait where other sweeps have all cores.
    let waits: Bool
    /// Whether idle lanes may work ahead of the searches.
    let speculates: Bool
    /// The command to go on with.
    let again: String
    let safety: RunSafety

    func run() throws {
        let lock = try openFolder()
        try withExtendedLifetime(lock) {
            let data = try prepareData()
            let content = try content(data)
            let lanes = try takeLanes(data, content)
            // Only now: a folder in which nothing could begin belongs to no configuration.
            do {
                try folder.writeGroups(spec.ownGroups.values)
                try AtomicFile.update(SpecWriter.yaml(spec), to: folder.specification)
                try AtomicFile.update(source, to: folder.source)
                try folder.keepDiff(Program.source)
            } catch {
                throw failure(ExitStatus.incomplete, "\(error)")
            }
            try withExtendedLifetime(lanes.locks) { try work(data, content, lanes) }
        }
    }

    // MARK: - Before

    private func openFolder() throws -> ResultsLock {
        if let refusal = FolderRefusal.text(folder) { throw failure(ExitStatus.resultsInUse, refusal) }
        do {
            try folder.create()
        } catch {
            throw failure(ExitStatus.resultsInUse, "\(error)")
        }
        let lock: ResultsLock
        do throws(ResultsLockError) {
            lock = try ResultsLock(folder: folder.url.path, patience: 1)
        } catch {
            throw failure(ExitStatus.resultsInUse, error)
        }
        for url in [folder.url, folder.models, folder.artefacts] { AtomicFile.removeLeftovers(in: url) }
        if !accept, let difference = FolderRefusal.otherConfiguration(folder, spec) {
            throw failure(
                ExitStatus.resultsInUse,
                difference
                    + "\nGive another --results, or --accept to go on there: what both have in common is not computed again.")
        }
        return lock
    }

    private func prepareData() throws -> RunData {
        let display = DownloadDisplay()
        defer { display.end() }
        do throws(DataError) {
            let store = DatasetStore(allowDownload: !offline)
            var sets: [(DataRequest, PreparedData)] = []
            for request in spec.allDataRequests {
                let data = try store.prepare(request) { display.show($0) }
                display.end()
                for notice in data.notices { StandardError.print("note: \(notice.summary)") }
                sets.append((request, data))
            }
            return RunData(sets: sets)
        } catch {
            display.end()
            throw failure(ExitStatus.incomplete, error)
        }
    }

    // MARK: - The work

    private func work(_ data: RunData, _ content: FolderContent, _ taken: TakenLanes) throws {
        let lanes = taken.plan
        var records = content.records
        let (known, crashes, plan) = (content.known, content.crashes, content.plan)
        let journal: JournalWriter
        do {
            journal = try JournalWriter(folder: folder.journal.path, shard: "main")
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        let checkpoints = CheckpointFolder(folder.checkpoints)
        checkpoints.removeLeftovers { known.trained[$0] != nil } isEvaluated: { known.evaluated[$0] != nil }
        for notice in lanes.notices { StandardError.print("note: \(notice)") }

        let start = Date()
        let clock = ContinuousClock()
        let begin = clock.now
        let scheduler = Scheduler(lanes, binder: Binder(request.machine.topology))
        let display = RunDisplay(plan, lanes: lanes.lanes.count, isInteractive: Terminal.isInteractive)
        let signals = StopSignals(second: { [role = safety.role] in role?.say(.ended) }) {
            scheduler.cancelWaitingAndRefuse()
            display.note("finishing the epoch, then writing checkpoints; once more ends at once")
        }
        let stop = signals.request
        let broken = StopFlag()
        let signs = LifeSigns(safety.rule)
        let notify: @Sendable (RunEvent) -> Void = { event in
            signs.note(event)
            display.show(event)
        }
        let shouldStop: @Sendable () -> Bool = { stop.signal != nil || broken.isRaised }
        let models = SpeculativeModels(
            folder: folder.speculative, model: { folder.model($0) }, checkpoints: checkpoints)
        let executor = safety.executor(
            try executor(
                data, plan, nodes: lanes.nodes, model: models.url, help: scheduler,
                makeDurable: { (try? journal.flush()) != nil }, notify: notify, shouldStop: shouldStop),
            crashes, plan, folder: folder, model: models.url, kernels: kernels.instructionSet,
            say: { display.note($0) }, notify: notify, shouldStop: shouldStop)
        let header = RunHeader(
            date: ISO8601DateFormatter().string(from: start), host: ProcessInfo.processInfo.hostName,
            program: Program.name, instructionSet: kernels.instructionSet.rawValue,
            lanes: lanes.lanes.count, earlier: safety.isRestarted ? safety.role?.earlierProcesses : nil)
        let runner = SweepRunner(
            plan: plan, known: known, executor: executor, pool: scheduler,
            journal: journal, retries: spec.limits.retries, checkpoints: checkpoints.all(), crashes: crashes,
            signs: signs, speculativeLanes: speculates ? lanes.lanes.count : 0, speculativeModels: models,
            header: header, notify: notify,
            stopping: {
                broken.raise()
                scheduler.cancelWaitingAndRefuse()
            })
        do {
            try journal.append(.opened(header))
            safety.role?.say(.opened)
            for (index, set) in data.sets.enumerated() {
                let split = set.data.split
                try SplitsExport.file(
                    train: split.train, test: split.test, validation: split.validation,
                    data: data.identities[set.request]
                ).write(to: index == 0 ? folder.splits : folder.splits(set.data.dataset, number: index + 1))
            }
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        announce(runner.outline, data.identities, lanes)
        var curves = CurvesNotice(content.curves, plan)
        curves.tell(within: 0.25)

        runner.start()
        var watchdog = Watchdog(
            signs: signs, runner: runner, scheduler: scheduler, journal: journal, display: display, role: safety.role,
            rule: taken.replacements, helpGrace: safety.rule.stopGrace,
            isStopping: { stop.signal != nil || broken.isRaised },
            stopOthers: {
                broken.raise()
                scheduler.cancelWaitingAndRefuse()
            })
        var nextTables = clock.now + .seconds(60)
        while !scheduler.waitUntilIdle(seconds: 0.25) {
            display.redraw(
                secondsLeft: runner.secondsLeft(lanes: lanes.lanes.count),
                searchesLeft: runner.searchesLeft)
            watchdog.look()
            curves.tell(within: 0) { display.end() }
            if clock.now > nextTables {
                // For whoever looks in the night. Once a minute, and never more than a twentieth of the
                // time, whatever the number of jobs.
                let before = clock.now
                writeTables(&records, runner)
                nextTables = clock.now + max(Duration.seconds(60), before.duration(to: clock.now) * 20)
            }
        }
        scheduler.stopWhenIdle()
        models.removeAll()
        if runner.isComplete, runner.failures.isEmpty {
            // Of work ahead that was cut off, or of what an earlier form of the sweep asked for.
            checkpoints.removeAll()
        }
        display.end()
        curves.tell(within: nil)
        let seconds = begin.duration(to: clock.now) / .seconds(1)
        var status = ExitCode.success
        let hangs = scheduler.behindCount > 0
        do {
            try finish(
                runner, journal, scheduler, &records, identities: Array(data.all.keys), header: header, seconds: seconds,
                signal: stop.signal)
        } catch let code as ExitCode where hangs {
            status = code
        }
        guard hangs else { return }
        // Whatever a hung thread holds, the end of the process must not wait for it.
        safety.role?.say(.ended)
        _exit(status.rawValue)
    }

    /// On the way. A full disk stops the run; anything else is tried again with the next tables.
    private func writeTables(_ records: inout RecordReader, _ runner: SweepRunner) {
        do {
            try folder.writeTables(try records.record(isWhole: false))
        } catch {
            if let file = error as? FileError, file.concernsAll { runner.stop("\(file)") }
        }
    }

    /// The groups of all parts on one of their data sets.
    func groups(_ request: DataRequest, _ data: RunData) throws -> [GroupName: PermutationGroup] {
        let parts = spec.parts.filter { $0.data == request }
        do throws(GroupError) {
            return try JobExecutor.groups(parts.flatMap(\.groups), of: data[request], own: spec.ownGroups)
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }

    private func executor(
        _ data: RunData, _ plan: SweepPlan, nodes: Set<Int>, model: @escaping @Sendable (String) -> URL, help: any IdleHelp,
        makeDurable: @escaping @Sendable () -> Bool,
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool
    ) throws -> JobExecutors {
        var executors: [DataIdentity: JobExecutor] = [:]
        for request in spec.dataRequests {
            let names = spec.parts.filter { $0.data == request }.flatMap(\.groups)
            do throws(GroupError) {
                executors[data.identities[request]] = try JobExecutor.make(
                    safety.settings(folder, plan), data: data[request], groups: names, own: spec.ownGroups,
                    kernels: kernels, nodes: nodes, others: data.all, model: model, help: help,
                    makeDurable: makeDurable, notify: notify, shouldStop: shouldStop)
            } catch {
                throw failure(ExitStatus.usage, error)
            }
        }
        return JobExecutors(executors)
    }

    private func announce(_ outline: SweepOutline, _ identities: DataIdentities, _ lanes: LanePlan) {
        let bound = ProcessorSet(lanes.lanes.flatMap { $0.processors?.numbers ?? [] })
        let places = bound.isEmpty ? "any" : bound.description
        Terminal.line(
            """
            \(Text.data(of: spec, identities))
            \(Text.count(lanes.lanes.count, "lane")) on processors \(places), \(kernels.instructionSet.rawValue) kernels; \
            results in \(folder.url.relativePath)
            \(outline.summary)\(outline.searches > 0 ? " · ν searches \(outline.searches)" : "")
            """)
        for line in outline.explanation { Terminal.line("  \(line)") }
    }

    // MARK: - After

    /// A full disk must neither hide what was done nor how to go on: what can be written is, and the
    /// verdict names the first thing that could not be.
    private func finish(
        _ runner: SweepRunner, _ journal: JournalWriter, _ scheduler: Scheduler, _ records: inout RecordReader,
        identities: [DataIdentity], header: RunHeader, seconds: Double, signal: Int32?
    ) throws {
        var refusal = runner.diskError
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { refusal = refusal ?? "\(error)" }
        }
        attempt {
            try journal.append(.closed(RunEnd(date: ISO8601DateFormatter().string(from: Date()), seconds: seconds)))
        }
        attempt { try journal.close() }
        let record: SweepRecord
        do {
            record = try records.record(isWhole: true)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        attempt { try folder.writeTables(record) }
        var notices: [String] = []
        let figures = PaperFigures.all(record, files: FigureFiles(folder)) { notices.append("\($0)") }
        for notice in notices { StandardError.print("note: \(notice)") }
        attempt { try FigureFolder.write(figures, to: folder.figures, csv: folder.csv) }
        attempt {
            let provenance = Provenance(
                version: Program.version, source: Program.source,
                machine: .current(), instructionSet: kernels.instructionSet.rawValue,
                lanes: scheduler.lanes.map(\.record),
                data: identities.sorted { ($0.dataset.rawValue, $0.digest, $0.train) < ($1.dataset.rawValue, $1.digest, $1.train) }, start: record.runs.first?.date ?? header.date,
                seconds: record.seconds, runs: record.runs)
            try AtomicFile.write(try provenance.json(), to: folder.provenance)
        }
        attempt { try folder.writeReport(try folder.report(record, figures: figures, notices: notices)) }
        Terminal.line("\n\(PaperTable.text(record, width: Terminal.width))")
        let warnings = Set(scheduler.lanes.map(\.binding).filter { !$0.isAsPlanned }.map(\.description))
        for warning in warnings.sorted() { StandardError.print("warning: \(warning)") }
        let tables = FileManager.default.fileExists(atPath: folder.jobsTable.path)
            ? "; tables and report.html in \(folder.url.relativePath)/" : ""
        Terminal.line("\(Text.duration(seconds)) on \(Text.count(scheduler.lanes.count, "lane"))\(tables)")
        try RunVerdict(runner: runner, record: record, refusal: refusal, signal: signal, again: again, folder: folder).report()
    }
}
