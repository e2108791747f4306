import Foundation

/// Trains and measures one job on the lane that calls it, and says what happened as journal
/// events. Knows nothing of other jobs.
public struct JobExecutor: JobExecuting {
    let data: PreparedData
    private let copies: NodeLocal<PreparedData>
    private let groups: [GroupName: PermutationGroup]
    let kernels: KernelSet
    let ink: InkCache
    let model: @Sendable (String) -> URL
    let checkpoints: CheckpointFolder?
    /// Epochs done by job id, of the checkpoints that there were at the start.
    let epochsBefore: [String: Int]
    let pace: JobPace
    let program: String
    /// Puts what was recorded on disk; false where that did not succeed.
    let makeDurable: @Sendable () -> Bool
    let notify: @Sendable (RunEvent) -> Void
    /// Asked after every epoch and every chunk: whether to stop as soon as possible.
    let shouldStop: @Sendable () -> Bool
    let help: (any IdleHelp)?
    let faults: FaultPlan
    let faultFolder: URL?
    /// Where the file of an analysis lies, by `Evaluation.id`; nil to write none.
    let artefacts: (@Sendable (String) -> URL)?
    /// Data that networks are measured on besides their own; nil for what was not prepared.
    let otherData: @Sendable (DataIdentity) -> PreparedData?

    /// - Parameters:
    ///   - nodes: NUMA nodes that lanes are bound to (`LanePlan.nodes`): where they are several, each has
    ///     images and ink of its own.
    ///   - model: where the model file of a job id lies.
    ///   - checkpoints: nil to leave none.
    ///   - program: name and version, for the checkpoints.
    ///   - makeDurable: asked before the checkpoint of a recorded network is deleted: puts what was
    ///     recorded on disk, and is false where that did not succeed.
    ///   - help: lanes to share evaluations with; nil to do all alone.
    ///   - faultFolder: remembers the faults that happen once.
    ///   - artefacts: where the files of analyses go.
    ///   - otherData: what networks are measured on besides their own.
    public init(
        data: PreparedData, groups: [GroupName: PermutationGroup], kernels: KernelSet, nodes: Set<Int> = [],
        model: @escaping @Sendable (String) -> URL, checkpoints: CheckpointFolder? = nil, pace: JobPace = JobPace(),
        program: String = "", makeDurable: @escaping @Sendable () -> Bool = { true },
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool,
        help: (any IdleHelp)? = nil, faults: FaultPlan = FaultPlan(), faultFolder: URL? = nil,
        artefacts: (@Sendable (String) -> URL)? = nil,
        otherData: @escaping @Sendable (DataIdentity) -> PreparedData? = { _ in nil }
    ) {
        self.data = data
        self.groups = groups
        self.kernels = kernels
        copies = NodeLocal(data, nodes: nodes) { $0.copy() }
        ink = InkCache(copies, kernels: kernels)
        self.model = model
        self.checkpoints = checkpoints
        epochsBefore = checkpoints?.found() ?? [:]
        self.pace = pace
        self.program = program
        self.makeDurable = makeDurable
        self.notify = notify
        self.shouldStop = shouldStop
        self.help = help
        self.faults = faults
        self.faultFolder = faultFolder
        self.artefacts = artefacts
        self.otherData = otherData
    }

    /// On the lane that calls it. A model that cannot be read is announced as `damagedModel`, and the job trained again.
    public func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let attempt = JobAttempt(pace)
        let shouldStop = { @Sendable [shouldStop] in shouldStop() || !isWanted() }
        guard let task = task(for: job, on: lane) else {
            return fail(job, stage: FailedEvent.training, epoch: nil, "group \(job.group) was not prepared", lane, record)
        }
        let network: Network
        if let known = trained.flatMap({ read(job, task, $0) }) {
            network = known
        } else {
            switch train(job, task, attempt, lane, shouldStop, record) {
            case .success(let trained): network = trained
            case .failure(let ending): return ending.ending
            }
        }
        var failure: FailedEvent?
        for evaluation in evaluations {
            guard let request = evaluation.analysis else {
                let ending = measure(job, task, network, evaluation, attempt, lane, shouldStop, record)
                guard case .done = ending else { return ending }
                continue
            }
            switch analyse(job, task, network, evaluation, request, attempt, lane, shouldStop, record) {
            case .done: break
            case .ended(let ending): return ending
            case .failed(let event):
                // A picture that cannot be made costs no other; one that is late leaves no time for others.
                failure = failure ?? event
                if event.kind == .timedOut { return tell(event, record) }
            }
        }
        return failure.map { tell($0, record) } ?? .done
    }

    /// What the lane's jobs read: the copy of its NUMA node.
    public func data(on lane: Lane) -> PreparedData { copies.value(on: lane.plan.node) }

    /// What is to be trained; nil where the job's group was not prepared.
    /// - Parameter lane: whose copy of the data it shall read; nil to look at the task alone.
    public func task(for job: Job, on lane: Lane? = nil) -> TrainingTask? {
        guard let group = groups[job.group] else { return nil }
        return TrainingTask(
            data: lane.map(data(on:)) ?? data, group: group, method: job.method,
            regulariser: job.regulariser ?? .logit, nu: job.nu ?? 0, seed: job.seed, parameters: job.training)
    }

    func sampleCount(_ split: SplitName) -> Int { data.samples(split).count }

    /// Nil where the file is damaged. Training again gives the same bytes, so nothing is lost.
    private func read(_ job: Job, _ task: TrainingTask, _ trained: TrainedEvent) -> Network? {
        do {
            return try ModelFile.read(model(job.id), architecture: task.architecture, digest: trained.modelDigest)
        } catch {
            notify(.damagedModel(job, "\(error)"))
            return nil
        }
    }

    func fail(
        _ job: Job, _ injected: FaultPlan.Outcome, stage: String, epoch: Int?, _ lane: Lane,
        _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        fail(job, injected.kind, stage: stage, epoch: epoch, injected.reason, lane, record)
    }

    func fail(
        _ job: Job, _ kind: FailureKind = .error, stage: String, epoch: Int?, _ reason: String, detail: String? = nil,
        _ lane: Lane, _ record: (JournalEvent) -> Bool
    ) -> JobEnding {
        tell(
            FailedEvent(
                id: job.id, job: job, kind: kind, stage: stage, epoch: epoch, reason: reason, detail: detail,
                place: lane.record), record)
    }

    private func tell(_ event: FailedEvent, _ record: (JournalEvent) -> Bool) -> JobEnding {
        guard record(.failed(event)) else { return .stopped }
        notify(.failed(event))
        return .failed
    }
}
