import Foundation
import Synchronization

@testable import Core

/// Sweeps over tiny data, in a results folder of the test's own.
struct RunBench: Sendable {
    let folder: OwnedFolder
    let data: PreparedData
    var spec: SweepSpec
    /// Groups that the executor is given.
    var prepared = ["R4", "F2"]
    var instructionSet = availableSets.last ?? .portable
    var pace = JobPace()
    /// Instead of the folder's own.
    var checkpoints: CheckpointFolder?
    var faults = FaultPlan()
    var crashes = CrashHistory()

    /// - Parameter data: instead of `TinyData.prepared()`.
    init(
        groups: [String] = ["R4"], methods: [Method], seeds: [UInt64] = [0, 1], data: PreparedData? = nil
    ) throws {
        folder = try OwnedFolder()
        self.data = try data ?? TinyData.prepared()
        let data = self.data
        spec = SweepSpec(name: "tiny", groups: groups.compactMap(GroupName.init), methods: methods)
        spec.data = data.request
        spec.seeds = seeds
        spec.training = TinyData.parameters(epochs: 2)
        spec.saliency.steps = 4
    }

    var plan: SweepPlan { SweepPlan(spec: spec, data: identity) }
    var identity: DataIdentity { DataIdentity(dataset: data.dataset, digest: data.digest, request: data.request) }
    var journalFolder: String { folder.path + "/journal" }
    var models: URL { URL(fileURLWithPath: folder.path + "/models", isDirectory: true) }

    var results: ResultsFolder { ResultsFolder(URL(fileURLWithPath: folder.path, isDirectory: true)) }

    var ownCheckpoints: CheckpointFolder {
        CheckpointFolder(URL(fileURLWithPath: folder.path + "/checkpoints", isDirectory: true))
    }

    func model(_ job: Job) -> URL { model(job.id) }
    func model(_ id: String) -> URL { models.appendingPathComponent("\(id).safetensors") }

    // MARK: - One function per type of the product

    func knownResults(_ events: [JournalEvent]) -> KnownResults {
        var known = KnownResults(events: events) {
            FileManager.default.fileExists(atPath: model($0).path)
        }
        known.checkArtefacts(results)
        return known
    }

    func executor(
        model: (@Sendable (String) -> URL)? = nil, help: (any IdleHelp)? = nil,
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool
    ) throws -> JobExecutor {
        var groups: [GroupName: PermutationGroup] = [:]
        for text in prepared {
            guard let name = GroupName(text) else { continue }
            groups[name] = try PermutationGroup(name, height: data.height, width: data.width)
        }
        return JobExecutor(
            data: data, groups: groups, kernels: .of(instructionSet), model: model ?? { self.model($0) },
            checkpoints: checkpoints ?? ownCheckpoints, pace: pace, program: "test", notify: notify,
            shouldStop: shouldStop, help: help, faults: faults, faultFolder: URL(fileURLWithPath: folder.path),
            artefacts: { [results] in results.artefact($0) },
            otherData: { [data, identity] in $0 == identity ? data : nil })
    }

    func runner(
        _ known: KnownResults, _ executor: any JobExecuting, _ pool: any WorkPool, _ journal: JournalWriter,
        signs: LifeSigns? = nil, speculativeLanes: Int = 0, speculativeModels: SpeculativeModels? = nil,
        notify: @escaping @Sendable (RunEvent) -> Void, stopping: @escaping @Sendable () -> Void
    ) -> SweepRunner {
        SweepRunner(
            plan: plan, known: known, executor: executor, pool: pool, journal: journal,
            retries: spec.limits.retries, checkpoints: (checkpoints ?? ownCheckpoints).all(), crashes: crashes,
            signs: signs, speculativeLanes: speculativeLanes, speculativeModels: speculativeModels, notify: notify,
            stopping: stopping)
    }

    // MARK: - Running

    func journalEvents() throws -> [JournalEvent] { try Journal.read(folder: journalFolder).events }

    /// Puts a journal there that holds these events and no others.
    func restart(with events: [JournalEvent]) throws {
        try? FileManager.default.removeItem(atPath: journalFolder)
        let writer = try JournalWriter(folder: journalFolder, shard: "main")
        for event in events { try writer.append(event) }
        try writer.close()
    }

    /// What a run did.
    struct Course {
        var runner: SweepRunner
        var outline: SweepOutline
        var notices: [RunEvent]
        /// How often the run was told to stop because of the journal.
        var stoppings: Int
        /// What this run added to the journal, but for its beginning, and which lane began what, when.
        var added: [JournalEvent]
    }

    /// A run as the command makes it, on what the journal holds.
    /// - Parameters:
    ///   - lanes: real ones; nil for virtual time, on this thread.
    ///   - writer: instead of the journal's own.
    ///   - observer: of real lanes.
    ///   - onNotice: called on the lane that announces.
    ///   - speculates: whether idle lanes work ahead of the searches.
    ///   - help: instead of the real lanes that are idle.
    ///   - shouldStop: given what was announced so far.
    func run(
        lanes: Int? = nil, writer: JournalWriter? = nil, observer: (any WorkObserver)? = nil,
        speculates: Bool = false, help otherHelp: (any IdleHelp)? = nil,
        onNotice: @escaping @Sendable (RunEvent) -> Void = { _ in },
        shouldStop: @escaping @Sendable ([RunEvent]) -> Bool = { _ in false }
    ) throws -> Course {
        for folder in [models, ownCheckpoints.url, results.artefacts] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        let before = try journalEvents()
        let journal = try writer ?? JournalWriter(folder: journalFolder, shard: "main")
        if writer == nil { try journal.append(Self.opened) }
        let log = Log()
        let pool: any WorkPool
        let work: () -> Void
        let cancel: @Sendable () -> Void
        var help = otherHelp
        if let lanes {
            let scheduler = Scheduler(LanePlan.unpinned(lanes), binder: nil, observer: observer)
            help = otherHelp ?? scheduler
            (pool, work, cancel) = (scheduler, scheduler.stopWhenIdle, { scheduler.cancelWaitingAndRefuse() })
        } else {
            let scheduler = VirtualScheduler(lanes: 2)
            (pool, work, cancel) = (scheduler, { scheduler.run() }, { scheduler.cancelWaiting() })
        }
        let notify: @Sendable (RunEvent) -> Void = { event in
            log.add(event)
            onNotice(event)
        }
        let speculative = SpeculativeModels(
            folder: URL(fileURLWithPath: folder.path + "/speculative"), model: { model($0) })
        let executor = try executor(
            model: speculative.url, help: help, notify: notify, shouldStop: { shouldStop(log.notices) })
        let runner = runner(
            knownResults(before), executor, pool, journal, speculativeLanes: speculates ? lanes ?? 2 : 0,
            speculativeModels: speculative, notify: notify,
            stopping: {
                log.countStopping()
                cancel()
            })
        let outline = runner.outline
        runner.start()
        work()
        speculative.removeAll()
        if writer == nil { try journal.close() }
        return Course(
            runner: runner, outline: outline, notices: log.notices, stoppings: log.stoppings,
            added: try journalEvents().dropFirst(before.count).filter { event in
                switch event {
                case .opened, .started, .ended: false
                default: true
                }
            })
    }

    static let opened = JournalEvent.opened(
        RunHeader(date: "2000-01-01T00:00:00Z", host: "h", program: "test", instructionSet: "portable", lanes: 1))

    private final class Log: Sendable {
        private let state = Mutex<(notices: [RunEvent], stoppings: Int)>(([], 0))
        func add(_ event: RunEvent) { state.withLock { $0.notices.append(event) } }
        func countStopping() { state.withLock { $0.stoppings += 1 } }
        var notices: [RunEvent] { state.withLock { $0.notices } }
        var stoppings: Int { state.withLock { $0.stoppings } }
    }
}

extension SweepOutline {
    /// Done, missing, failed before, searches.
    var numbers: [Int] { [done, missing, failedBefore, searches] }
}

extension RunBench.Course {
    /// What lanes began to train and to measure, sorted: the order is the lanes' affair.
    var trained: [String] {
        notices.compactMap { if case .trainingStarted(let job, _) = $0 { job.label } else { nil } }.sorted()
    }

    var measured: [String] {
        notices.compactMap {
            if case .measuringStarted(let job, let split, _, _) = $0 { "\(job.label) \(split)" } else { nil }
        }.sorted()
    }

    /// What was tried again, as "label retry of retries", in the order of its coming.
    var retries: [String] {
        notices.compactMap {
            if case .retrying(let job, let retry, let retries) = $0 { "\(job.label) \(retry) of \(retries)" } else { nil }
        }
    }

    /// ν that the search had answers for, in the order of their coming.
    var probed: [Probe] { notices.compactMap { if case .probed(_, let probe) = $0 { probe } else { nil } } }

    var outcome: SearchOutcome? { runner.outcomes.first?.outcome }
}

extension LanePlan {
    static func unpinned(_ lanes: Int) -> LanePlan {
        LanePlan(
            lanes: (0 ..< lanes).map {
                PlannedLane(
                    index: $0, processors: nil, core: .init(index: $0, processors: [.init(logical: $0, os: $0)]))
            }, notices: [])
    }
}

extension [JournalEvent] {
    var trained: [TrainedEvent] { compactMap { if case .trained(let event) = $0 { event } else { nil } } }
    var evaluated: [EvaluatedEvent] { compactMap { if case .evaluated(let event) = $0 { event } else { nil } } }
    var failed: [FailedEvent] { compactMap { if case .failed(let event) = $0 { event } else { nil } } }
    var searched: [SearchedEvent] { compactMap { if case .searched(let event) = $0 { event } else { nil } } }

    /// What may not differ between two runs of one sweep: all but when, where and how often it was begun,
    /// in any order.
    var content: [String] {
        get throws {
            let encoder = JournalLine.makeEncoder()
            let nowhere = LaneRecord(lane: 0, processors: "")
            return try compactMap { event -> JournalEvent? in
                switch event {
                case .opened, .started, .ended: return nil
                case .crashed, .closed, .searched, .abandoned: return event
                case .trained(var event):
                    (event.seconds, event.place) = (0, nowhere)
                    return .trained(event)
                case .evaluated(var event):
                    (event.seconds, event.place) = (0, nowhere)
                    return .evaluated(event)
                case .failed(var event):
                    event.place = nowhere
                    return .failed(event)
                }
            }.map { String(decoding: try encoder.encode($0), as: UTF8.self) }.sorted()
        }
    }
}
