import ArgumentParser
import Core
import Foundation
import Synchronization

/// One process's work on a results folder, from the lock to the last lines on the terminal.
struct RunSession {
    let spec: SweepSpec
    let folder: ResultsFolder
    let kernels: KernelSet
    let topology: HwlocTopology
    let lanes: LanePlan
    let accept: Bool
    let offline: Bool
    /// The command to go on with.
    let again: String

    init(
        spec: SweepSpec, folder: ResultsFolder, kernels: KernelSet, topology: HwlocTopology, lanes: LanePlan,
        accept: Bool, offline: Bool, again: String
    ) throws {
        self.spec = spec
        self.folder = folder
        self.kernels = kernels
        self.topology = topology
        self.lanes = lanes
        self.accept = accept
        self.offline = offline
        self.again = again
    }

    func run() throws {
        let lock = try openFolder()
        try withExtendedLifetime(lock) {
            let data = try prepareData()
            // Only now: a folder in which nothing could begin belongs to no configuration.
            do {
                try AtomicFile.write(SpecWriter.yaml(spec), to: folder.specification)
            } catch {
                throw failure(ExitStatus.incomplete, "\(error)")
            }
            try work(data)
        }
    }

    // MARK: - Before

    private func openFolder() throws -> ResultsLock {
        guard !folder.isForeign else {
            throw failure(
                ExitStatus.resultsInUse,
                "\(folder.url.path) holds files that no sweep left there; give a new or an empty folder to --results")
        }
        do {
            try folder.create()
        } catch {
            throw failure(ExitStatus.resultsInUse, "\(error)")
        }
        let lock: ResultsLock
        do throws(ResultsLockError) {
            lock = try ResultsLock(folder: folder.url.path)
        } catch {
            throw failure(ExitStatus.resultsInUse, error)
        }
        for url in [folder.url, folder.models] { AtomicFile.removeLeftovers(in: url) }
        let differences = SpecDifference.lines(from: folder.specification, to: spec)
        guard differences.isEmpty || accept else {
            throw failure(
                ExitStatus.resultsInUse,
                """
                \(folder.url.path) was made by another configuration of this sweep:
                \(differences.joined(separator: "\n"))
                Give another --results, or --accept to go on there: what both have in common is not computed again.
                """)
        }
        return lock
    }

    private func prepareData() throws -> PreparedData {
        let display = DownloadDisplay()
        defer { display.end() }
        do throws(DataError) {
            let store = DatasetStore(allowDownload: !offline)
            let data = try store.prepare(spec.data) { display.show($0) }
            display.end()
            for notice in data.notices { StandardError.print("note: \(notice.summary)") }
            return data
        } catch {
            display.end()
            throw failure(ExitStatus.incomplete, error)
        }
    }

    // MARK: - The work

    private func work(_ data: PreparedData) throws {
        let identity = DataIdentity(dataset: data.dataset, digest: data.digest, request: spec.data)
        let known: KnownResults
        let journal: JournalWriter
        do {
            let models = folder.modelIDs()
            let read = try KnownResults.read(journal: folder.journal.path) { id in
                PackedID(id).map(models.contains) ?? FileManager.default.fileExists(atPath: folder.model(id).path)
            }
            for damage in read.damage { StandardError.print("warning: \(damage)") }
            known = read.known
            journal = try JournalWriter(folder: folder.journal.path, shard: "main")
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        for notice in lanes.notices { StandardError.print("note: \(notice)") }

        let start = Date()
        let clock = ContinuousClock()
        let begin = clock.now
        let scheduler = Scheduler(lanes, binder: Binder(topology))
        let display = RunDisplay(lanes: lanes.lanes.count, isInteractive: Terminal.isInteractive)
        let signals = StopSignals {
            scheduler.cancelWaitingAndRefuse()
            display.note("stopping; once more to end at once without waiting")
        }
        let stop = signals.request
        let broken = StopFlag()
        let executor = JobExecutor(
            data: data, groups: try groups(data), kernels: kernels, model: { folder.model($0) },
            notify: { display.show($0) }, shouldStop: { stop.signal != nil || broken.isRaised })
        let plan = SweepPlan(spec: spec, data: identity)
        let runner = SweepRunner(
            plan: plan, known: known, executor: executor, pool: scheduler,
            journal: journal, notify: { display.show($0) },
            stopping: {
                broken.raise()
                scheduler.cancelWaitingAndRefuse()
            })
        let header = RunHeader(
            date: ISO8601DateFormatter().string(from: start), host: ProcessInfo.processInfo.hostName,
            program: "sweep \(Program.version)", instructionSet: kernels.instructionSet.rawValue,
            lanes: lanes.lanes.count)
        do {
            try journal.append(.opened(header))
            try SplitsExport.file(
                train: data.split.train, test: data.split.test, validation: data.split.validation, data: identity
            ).write(to: folder.splits)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        announce(runner.outline, data)

        runner.start()
        var nextTables = clock.now + .seconds(60)
        while !scheduler.waitUntilIdle(seconds: 0.25) {
            display.redraw(
                secondsLeft: runner.secondsLeft(lanes: lanes.lanes.count),
                searchesLeft: runner.searchesLeft)
            if clock.now > nextTables {
                // For whoever looks in the night. Once a minute, and never more than a twentieth of the
                // time, whatever the number of jobs.
                let before = clock.now
                try? folder.writeTables(try record(plan))
                nextTables = clock.now + max(Duration.seconds(60), before.duration(to: clock.now) * 20)
            }
        }
        scheduler.stopWhenIdle()
        display.end()
        let seconds = begin.duration(to: clock.now) / .seconds(1)
        try finish(
            runner, journal, scheduler, plan: plan, identity: identity, header: header, seconds: seconds, signal: stop.signal)
    }

    private func groups(_ data: PreparedData) throws -> [GroupName: PermutationGroup] {
        var groups: [GroupName: PermutationGroup] = [:]
        for name in spec.groups {
            do throws(GroupError) {
                groups[name] = try PermutationGroup(name, height: data.height, width: data.width)
            } catch {
                throw failure(ExitStatus.usage, error)
            }
        }
        return groups
    }

    private func announce(_ outline: SweepRunner.Outline, _ data: PreparedData) {
        let places = lanes.lanes.map { $0.processors?.description ?? "any" }.joined(separator: ", ")
        Terminal.line(
            """
            \(spec.name): \(data.dataset.rawValue), \(data.train.count) train, \(data.test.count) test, \
            \(data.validation.count) validation samples
            \(Text.count(lanes.lanes.count, "lane")) on processors \(places), \(kernels.instructionSet.rawValue) kernels; \
            results in \(folder.url.relativePath)
            networks with given parameters: \(outline.done) done, \(outline.missing) to do\
            \(outline.failedBefore > 0 ? " (\(outline.failedBefore) failed before and are tried again)" : ""); \
            ν searches: \(outline.searches)
            """)
    }

    // MARK: - After

    private func record(_ plan: SweepPlan) throws -> SweepRecord {
        let searches = Set(plan.searches.map(\.id))
        return try SweepRecord.read(
            spec: spec, journal: folder.journal.path, isCurrent: { $0 == $1.id },
            isCurrentSearch: { $0.map(searches.contains) ?? false })
    }

    private func finish(
        _ runner: SweepRunner, _ journal: JournalWriter, _ scheduler: Scheduler, plan: SweepPlan,
        identity: DataIdentity, header: RunHeader, seconds: Double, signal: Int32?
    ) throws {
        let record: SweepRecord
        do {
            try journal.append(
                .closed(RunEnd(date: ISO8601DateFormatter().string(from: Date()), seconds: seconds)))
            try journal.close()
            record = try self.record(plan)
            try folder.writeTables(record)
            var runs: [RunHeader] = []
            var total = 0.0
            _ = try Journal.visit(folder: folder.journal.path, .outline) { event in
                if case .opened(let header) = event { runs.append(header) }
                if case .closed(let end) = event { total += end.seconds }
            }
            let provenance = Provenance(
                version: Program.version, source: SourceRevision.of(Bundle.main.bundleURL),
                machine: .current(), instructionSet: kernels.instructionSet.rawValue,
                lanes: scheduler.lanes.map(\.record), data: [identity], start: runs.first?.date ?? header.date,
                seconds: total, runs: runs)
            try AtomicFile.write(try provenance.json(), to: folder.provenance)
            Terminal.line("\n\(PaperTable.text(record, width: Terminal.width))")
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        let warnings = Set(scheduler.lanes.map(\.binding).filter { !$0.isAsPlanned }.map(\.description))
        for warning in warnings.sorted() { StandardError.print("warning: \(warning)") }
        Terminal.line("\(Text.duration(seconds)) on \(Text.count(scheduler.lanes.count, "lane")); tables in \(folder.url.relativePath)/")
        try RunVerdict(runner: runner, record: record, signal: signal, again: again).report()
    }
}

/// A flag that any thread may raise, once.
final class StopFlag: Sendable {
    private let raised = Atomic<Bool>(false)
    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
}
