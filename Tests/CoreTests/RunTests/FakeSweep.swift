import Foundation
import Synchronization

@testable import Core

/// Sweeps whose jobs nobody computes: what they come to stands in a table, what they take is made up.
/// For the order of work, and for what must not depend on it.
struct FakeSweep: Sendable {
    var plan: SweepPlan
    var spec: SweepSpec
    /// SI of a job; nil where training diverges.
    var value: @Sendable (Job) -> Double?
    /// Seconds that a job's training takes, and a measuring.
    var trainSeconds: @Sendable (Job) -> Double = { _ in 60 }
    var measureSeconds: @Sendable (Evaluation) -> Double = { $0.split == .test ? 4 : 0.2 }
    /// How many times as fast as it is the machine is thought to be at the start.
    var boast = 1.0

    init(spec: SweepSpec, value: @escaping @Sendable (Job) -> Double?) {
        let identity = DataIdentity(dataset: .strokes, digest: "0", request: spec.data)
        self.spec = spec
        plan = SweepPlan(spec: spec, data: identity)
        self.value = value
    }

    struct Executor: JobExecuting {
        let sweep: FakeSweep
        var ledger: Ledger?
        /// Called before each part of a job, on its lane.
        var pause: @Sendable (Job) -> Void = { _ in }

        func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
            ledger?.note(
                job.id, seconds: (isTrained ? 0 : sweep.trainSeconds(job)) + evaluations.map(sweep.measureSeconds).reduce(0, +))
            let scale = CostModel().assumedSpeed / sweep.boast
            return (isTrained
                ? [] : [JobWork(kind: "train \(job.method)", multiplyAdds: sweep.trainSeconds(job) * scale)])
                + evaluations.map {
                    JobWork(kind: "measure \($0.split)", multiplyAdds: sweep.measureSeconds($0) * scale)
                }
        }

        func run(
            _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
            isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
        ) -> JobEnding {
            let place = LaneRecord(lane: 0, processors: "")
            pause(job)
            guard isWanted() else { return .stopped }
            guard let value = sweep.value(job) else {
                let failed = FailedEvent(
                    id: job.id, job: job, kind: .diverged, stage: "training", epoch: 1, reason: "x", place: place)
                return record(.failed(failed)) ? .failed : .stopped
            }
            if trained == nil {
                let event = TrainedEvent(
                    id: job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [1], regulariser: [],
                    accuracy: [0.5], seconds: sweep.trainSeconds(job), place: place)
                guard record(.trained(event)) else { return .stopped }
            }
            for evaluation in evaluations {
                pause(job)
                guard isWanted() else { return .stopped }
                var values: [String: Double] = [:]
                for measure in evaluation.measures { values[measure.rawValue] = value }
                let event = EvaluatedEvent(
                    id: evaluation.id, evaluation: evaluation,
                    measurements: Measurements(samples: 1, values: values),
                    seconds: sweep.measureSeconds(evaluation), place: place)
                guard record(.evaluated(event)) else { return .stopped }
            }
            return .done
        }
    }

    /// What is left of a run, and how it went.
    struct Course {
        /// Tables, outcomes, failures, the journal in any order: all that must be the same.
        var answer: [String]
        var makespan: Double
        /// Speculative jobs that were begun with, and of those asked for.
        var speculative = 0
        var used = 0
        var isComplete: Bool
        /// Networks of which something is missing that was asked for.
        var missing: Int
    }

    /// - Parameters:
    ///   - lanes: of virtual time.
    ///   - watch: called as each item ends, with the time and what the runner thinks is left.
    func run(
        lanes: Int, speculates: Bool, patience: Double = 0.2,
        watch: @escaping @Sendable (_ now: Double, _ left: Double) -> Void = { _, _ in }
    ) throws -> Course {
        let watcher = Watcher()
        let ledger = Ledger()
        let scheduler = VirtualScheduler(
            lanes: lanes, patience: patience, observer: watcher,
            duration: { ledger.seconds($0.id) })
        return try run(
            on: scheduler, clock: { scheduler.now }, lanes: lanes, speculates: speculates, ledger: ledger
        ) { runner in
            watcher.begin { watch(scheduler.now, ledger.asking { runner.secondsLeft(lanes: lanes) }) }
            scheduler.run()
            return scheduler.now
        }
    }

    /// On threads, in whatever order they get to it.
    func run(threads: Int, speculates: Bool, pause: @escaping @Sendable (Job) -> Void) throws -> Course {
        let scheduler = Scheduler(LanePlan.unpinned(threads), binder: nil)
        return try run(on: scheduler, clock: nil, lanes: threads, speculates: speculates, pause: pause) { _ in
            scheduler.stopWhenIdle()
            return 0
        }
    }

    private func run(
        on pool: any WorkPool, clock: (@Sendable () -> Double)?, lanes: Int, speculates: Bool,
        ledger: Ledger? = nil, pause: @escaping @Sendable (Job) -> Void = { _ in }, work: (SweepRunner) -> Double
    ) throws -> Course {
        let folder = try OwnedFolder()
        let journal = try JournalWriter(folder: folder.path + "/journal", shard: "main")
        let speculative = Mutex((begun: Set<String>(), used: Set<String>()))
        let runner = SweepRunner(
            plan: plan, known: KnownResults(events: [], hasModel: { _ in true }),
            executor: Executor(sweep: self, ledger: ledger, pause: pause), pool: pool, journal: journal,
            speculativeLanes: speculates ? lanes : 0, clock: clock,
            notify: { event in
                if case .speculative(let job) = event { speculative.withLock { _ = $0.begun.insert(job.id) } }
                if case .used(let job) = event { speculative.withLock { _ = $0.used.insert(job.id) } }
            },
            stopping: {})
        runner.start()
        let makespan = work(runner)
        try journal.close()
        let events = try Journal.read(folder: folder.path + "/journal").events
        let record = SweepRecord(spec: spec, events: events)
        var answer = [
            CSVWriter.text(JobsTable.table(record)), CSVWriter.text(SearchTable.table(record)),
            CSVWriter.text(SummaryTable.table(record)),
        ]
        answer += runner.outcomes.map { "\($0.unit.label): \($0.outcome.map { "\($0)" } ?? "none")" }
        answer += runner.failures.map { "failed \($0.job.label)" }
        answer += try events.content
        let (begun, used) = speculative.withLock { $0 }
        return Course(
            answer: answer, makespan: makespan, speculative: begun.count, used: used.count,
            isComplete: runner.isComplete, missing: runner.outline.missing)
    }

    /// What items really take.
    final class Ledger: Sendable {
        private let state = Mutex((seconds: [String: Double](), isAsking: false))

        func note(_ id: String, seconds: Double) {
            state.withLock { state in if !state.isAsking { state.seconds[id] = seconds } }
        }

        func seconds(_ id: String) -> Double { state.withLock { $0.seconds[id] ?? 0 } }

        /// Questions about work that is not about to be handed out.
        func asking<Value>(_ body: () -> Value) -> Value {
            state.withLock { $0.isAsking = true }
            defer { state.withLock { $0.isAsking = false } }
            return body()
        }
    }

    private final class Watcher: WorkObserver {
        private let call = Mutex<(@Sendable () -> Void)?>(nil)

        func begin(_ body: @escaping @Sendable () -> Void) { call.withLock { $0 = body } }
        func workStarted(_ item: WorkItem, on lane: Lane) {}
        func workFinished(_ item: WorkItem, on lane: Lane, seconds: Double) { call.withLock { $0 }?() }
    }
}

extension FakeSweep {
    /// The paper's sweep: searches and fixed jobs for each group.
    static func search(
        groups: [String] = ["R4", "T3"], methods: [Method] = [.WT, .DA, .IR], seeds: Int = 4,
        settings: NuSearchSettings = NuSearchSettings(), value: @escaping @Sendable (Job) -> Double?
    ) -> FakeSweep {
        var spec = SweepSpec(name: "fake", groups: groups.compactMap(GroupName.init), methods: methods)
        spec.seeds = (0 ..< UInt64(seeds)).map { $0 }
        spec.nu = .smallest(settings)
        return FakeSweep(spec: spec, value: value)
    }
}

extension Job {
    /// A number from 0 to 1 that looks random and belongs to the job.
    func chance(_ salt: UInt64) -> Double {
        var hash = salt &+ seed &* 0x1234_5677
        for byte in "\(group) \(method) \(nu ?? 0)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var random = SplitMix(state: hash)
        return Double(random.next() >> 11) / Double(1 << 53)
    }
}
