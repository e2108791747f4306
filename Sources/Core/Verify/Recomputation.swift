import Foundation
import Synchronization

/// What `sweep verify` computes anew, and with what.
public struct RecomputationRequest: Sendable {
    /// Networks to measure again; nil for all.
    public var sample: Int?
    /// Networks to train again.
    public var retrain: Int
    /// Chooses which.
    public var seed: UInt64
    /// What is computed with: all sets must give the same bits.
    public var kernels: KernelSet
    /// Threads.
    public var workers: Int

    /// - Parameters:
    ///   - sample: networks to measure again; nil for all.
    ///   - workers: threads, at least one.
    public init(sample: Int?, retrain: Int = 0, seed: UInt64 = 0, kernels: KernelSet, workers: Int) {
        self.sample = sample
        self.retrain = retrain
        self.seed = seed
        self.kernels = kernels
        self.workers = workers
    }
}

extension VerifiedFolder {
    /// Measures a sample of the networks again, with all that the journal has of each: measures on every split, analyses
    /// and their tensors. The sample does not depend on anything but the networks' ids and the seed.
    /// - Parameter progress: how many networks of how many are done; from any thread.
    public func measured(
        _ request: RecomputationRequest, _ data: VerifiedData, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) -> VerificationLine {
        let candidates = candidates(request.seed).filter { !evaluations(of: $0).isEmpty }
        let chosen = Array(candidates.prefix(request.sample ?? .max))
        guard !chosen.isEmpty else { return nothing("measured", candidates) }
        let damaged = modelProblems(chosen)
        let usable = chosen.filter { damaged[$0.id] == nil }
        var problems = chosen.filter { damaged[$0.id] != nil }.map { "\(label($0)): not measured: \(damaged[$0.id] ?? "")" }
        let tasks = usable.map { event in
            RecomputationTask(job: event.job, trained: event, evaluations: evaluations(of: event).map(\.evaluation))
        }
        let done = compute(tasks, request, data, &problems, progress)
        var values = 0
        for event in usable {
            for (id, evaluation) in evaluations(of: event) {
                guard let expected = known[id]?.measurements else { continue }
                guard let found = done.evaluated[id] else { continue }
                let difference = MeasurementDifference(expected, found.measurements)
                values += difference.compared
                guard let first = difference.texts.first else { continue }
                let what = evaluation.analysis.map(\.analysis.rawValue) ?? evaluation.split.rawValue
                let more = difference.texts.count > 1 ? "; and \(difference.texts.count - 1) more" : ""
                problems.append("\(label(event)), \(what): \(first)\(more)")
            }
        }
        return VerificationLine(
            "measured", "\(done.networks) of \(candidates.count.of("network")) again: \(values.of("value")), bit by bit",
            problems: problems)
    }

    /// Trains some networks again, from the beginning, and compares the model files and the learning curves.
    public func retrained(
        _ request: RecomputationRequest, _ data: VerifiedData, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) -> VerificationLine {
        let candidates = candidates(request.seed)
        let chosen = Array(candidates.prefix(request.retrain))
        guard !chosen.isEmpty else { return nothing("retrained", candidates) }
        var problems: [String] = []
        let tasks = chosen.map { RecomputationTask(job: $0.job, trained: nil, evaluations: []) }
        let done = compute(tasks, request, data, &problems, progress)
        let curves = try? CurvesArchive(folder: folder.journal.path, expected: trained.count)
        for event in chosen {
            guard let found = done.trained[event.id] else { continue }
            if let expected = event.modelDigest, let digest = found.modelDigest, expected != digest {
                problems.append(
                    "\(label(event)): expected a model with SHA-256 \(expected.prefix(16))…, training gives "
                        + "\(digest.prefix(16))…")
            }
            if (event.bestEpoch, event.validationAccuracy) != (found.bestEpoch, found.validationAccuracy) {
                problems.append(
                    "\(label(event)): expected the best epoch \(event.bestEpoch) with accuracy \(event.validationAccuracy), "
                        + "training gives \(found.bestEpoch) with \(found.validationAccuracy)")
            }
            if let own = curves?[event.id], own != CurvesEvent(of: found) {
                problems.append("\(label(event)): training gives other learning curves")
            }
        }
        return VerificationLine(
            "retrained", "\(done.networks) of \(candidates.count.of("network")) again: model and learning curves",
            problems: problems)
    }

    private func nothing(_ subject: String, _ candidates: [TrainedEvent]) -> VerificationLine {
        VerificationLine(
            subject, .unchecked,
            !candidates.isEmpty ? "no network; --\(subject == "measured" ? "sample" : "retrain") N asks for some"
                : others.isEmpty ? "there is no network"
                    : "there is no network of this version's numerics; the version that trained these can do it")
    }

    /// Networks of this program, in an order that the seed decides.
    private func candidates(_ seed: UInt64) -> [TrainedEvent] {
        trained.values.map { (Digest.sha256("\(seed) \($0.id)"), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// What the journal has of a network, as this program would call it.
    private func evaluations(of event: TrainedEvent) -> [(id: String, evaluation: Evaluation)] {
        evaluationIDs[event.id]?.compactMap { id in known[id].map { (id, $0.evaluation) } } ?? []
    }
}

extension VerifiedFolder {
    /// Does the tasks that have their data.
    private func compute(
        _ tasks: [RecomputationTask], _ request: RecomputationRequest, _ data: VerifiedData, _ problems: inout [String],
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) -> Recomputation.Done {
        var ready: [RecomputationTask] = []
        for task in tasks {
            do throws(VerifiedData.Problem) {
                _ = try data.prepare(task.job.data)
                for evaluation in task.evaluations {
                    if let other = evaluation.analysis?.data { _ = try data.prepare(other) }
                }
                ready.append(task)
            } catch {
                // Once for all networks on it.
                if !problems.contains(error.description) { problems.append(error.description) }
            }
        }
        do {
            let done = try Recomputation(folder, record.spec, request, data.all).run(ready, progress)
            problems += done.failures
            return done
        } catch {
            problems.append("\(error)")
            return Recomputation.Done()
        }
    }
}

/// A network to be done again.
struct RecomputationTask: Sendable {
    var job: Job
    /// Nil to train it again.
    var trained: TrainedEvent?
    var evaluations: [Evaluation]
}

/// Does jobs as a run does them, in a folder of its own: whatever goes wrong, the results that are examined stay as
/// they are.
struct Recomputation {
    struct Done: Sendable {
        /// By `Job.id` and `Evaluation.id`.
        var trained: [String: TrainedEvent] = [:]
        var evaluated: [String: EvaluatedEvent] = [:]
        var failures: [String] = []
        /// `Job.id` of networks whose model file is of no use, which is among the failures.
        var unreadable: Set<String> = []
        /// Those of which everything was done.
        var networks = 0
    }

    private let source: ResultsFolder
    private let spec: SweepSpec
    private let request: RecomputationRequest
    private let data: [DataIdentity: PreparedData]

    init(
        _ source: ResultsFolder, _ spec: SweepSpec, _ request: RecomputationRequest, _ data: [DataIdentity: PreparedData]
    ) {
        (self.source, self.spec, self.request, self.data) = (source, spec, request, data)
    }

    /// - Throws: `FileError`, `GroupError`, `OwnGroupError`.
    func run(_ tasks: [RecomputationTask], _ progress: @escaping @Sendable (Int, Int) -> Void) throws -> Done {
        guard !tasks.isEmpty else { return Done() }
        let temporary = TemporaryFolder("verify")
        defer { withExtendedLifetime(temporary) {} }
        let workshop = ResultsFolder(temporary.url)
        try workshop.create()
        for task in tasks where task.trained != nil {
            // A link: whatever is written in its place leaves the model itself alone.
            try FileManager.default.createSymbolicLink(
                atPath: workshop.model(task.job.id).path, withDestinationPath: source.model(task.job.id).path)
        }
        let lanes = (0 ..< max(1, request.workers)).map {
            PlannedLane(index: $0, processors: nil, core: MachineLayout.Core(index: $0, processors: []))
        }
        let scheduler = Scheduler(LanePlan(lanes: lanes, notices: []), binder: nil)
        let done = Mutex(Done())
        let (copied, original) = (workshop.url.path, source.url.relativePath)
        let executors = try executors(tasks, workshop, scheduler) { event in
            // It is then trained again, as in a run: whatever comes of that says nothing of the file.
            guard case .damagedModel(let job, let reason) = event else { return }
            let problem = "\(job.label) (\(job.id)): not measured: \(reason.replacing(copied, with: original))"
            done.withLock { done in
                done.unreadable.insert(job.id)
                done.failures.append(problem)
            }
        }
        scheduler.run(
            tasks.map { task in
                WorkItem(id: task.job.id) { lane in
                    let ending = executors.run(
                        task.job, trained: task.trained, evaluations: task.evaluations, lane: lane, isWanted: { true },
                        record: { event in
                            done.withLock { $0.take(event) }
                            return true
                        })
                    let count = done.withLock { done in
                        if ending == .done, !done.unreadable.contains(task.job.id) { done.networks += 1 }
                        if case .diskRefused(let reason) = ending { done.failures.append(reason) }
                        return done.networks
                    }
                    progress(count, tasks.count)
                }
            })
        return done.withLock { $0 }
    }

    private func executors(
        _ tasks: [RecomputationTask], _ workshop: ResultsFolder, _ help: any IdleHelp,
        notify: @escaping @Sendable (RunEvent) -> Void
    ) throws -> JobExecutors {
        var executors: [DataIdentity: JobExecutor] = [:]
        for (identity, prepared) in data {
            let names = Set(tasks.filter { $0.job.data == identity }.map(\.job.group))
            guard !names.isEmpty else { continue }
            let own = try source.ownGroups(Array(names))
            executors[identity] = try JobExecutor.make(
                // No checkpoints: nobody would go on from them.
                JobSettings(folder: workshop, checkpointSeconds: .greatestFiniteMagnitude), data: prepared,
                groups: Array(names), own: own, kernels: request.kernels, others: data, help: help, notify: notify,
                shouldStop: { false })
        }
        return JobExecutors(executors)
    }
}

extension Recomputation.Done {
    fileprivate mutating func take(_ event: JournalEvent) {
        switch event {
        case .trained(let event): trained[event.id] = event
        case .evaluated(let event): evaluated[event.id] = event
        case .failed(let event): failures.append("\(event.job.label) (\(event.id)): \(event.stage): \(event.reason)")
        default: break
        }
    }
}
