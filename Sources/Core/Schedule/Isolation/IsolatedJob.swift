import Foundation
import Synchronization

/// The other side of `IsolatedExecutor`: the process that does one job. Reads the request from standard
/// input, which is its lifeline afterwards.
public enum IsolatedJob {
    /// Why it could not begin. Goes to standard error, and so into the failure's detail.
    public struct Refusal: Error, CustomStringConvertible {
        /// One line: what is wrong, and what to do.
        public var description: String
    }

    /// Returns when the job is over, however it ended.
    /// - Parameter input: the descriptor that the request is read from.
    /// - Throws: `Refusal`, `DataError`, `GroupError`, `OwnGroupError`, `TopologyError`.
    public static func run(input: Int32 = 0) throws {
        let output = IsolatedChild.messageDescriptor
        _ = fcntl(output, F_SETFD, FD_CLOEXEC)
        // The terminal's signals come to all processes at once; the parent decides what they mean here.
        for number in [SIGINT, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        try serve(try request(from: input), input, output)
    }

    private static func request(from input: Int32) throws -> JobRequest {
        var cutter = LineCutter()
        while true {
            let bytes = Descriptor.read(input)
            if let line = cutter.add(bytes).first {
                guard let request = PipeLine.decode(JobRequest.self, line) else { break }
                return request
            }
            if bytes.isEmpty { break }
        }
        throw Refusal(description: "no job was given; this is a part of 'sweep run --isolate', not a command of its own")
    }

    private static func serve(_ request: JobRequest, _ input: Int32, _ output: Int32) throws {
        Lifeline.hold(input)
        let stop = StopWord()
        let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: DispatchQueue(label: "sweep.job.stop"))
        signal(SIGTERM, SIG_IGN)
        source.setEventHandler { stop.say() }
        source.resume()
        defer { source.cancel() }

        let job = request.job
        let data = try data(job.data)
        var others: [DataIdentity: PreparedData] = [:]
        for case .drift(_, let identity)? in request.evaluations.map(\.analysis) {
            others[identity] = try Self.data(identity)
        }
        guard let set = InstructionSet(rawValue: request.kernels), set.isAvailable else {
            throw Refusal(description: "unknown kernels '\(request.kernels)'")
        }
        let speaker = Speaker(output)
        let model = URL(fileURLWithPath: request.model)
        let executor = try JobExecutor.make(
            request.settings, data: data, groups: [job.group],
            own: try ResultsFolder(request.settings.folder).ownGroups([job.group]), kernels: .of(set), others: others,
            model: { _ in model }, notify: { speaker.tell($0) },
            shouldStop: { stop.isSaid })
        let core = MachineLayout.Core(index: request.lane, processors: [])
        let plan = PlannedLane(
            index: request.lane, processors: request.processors.map { ProcessorSet($0) }, core: core)
        let scheduler = Scheduler(
            LanePlan(lanes: [plan], notices: []),
            binder: request.processors == nil ? nil : Binder(try HwlocTopology()))
        scheduler.run([
            WorkItem(id: job.id) { lane in
                let ending = executor.run(
                    job, trained: request.trained, evaluations: request.evaluations, lane: lane, isWanted: { true },
                    record: { speaker.send(.event($0)) })
                speaker.send(.ended(ending))
            }
        ])
    }

    /// The data that the job was planned on. The parent has downloaded what was to be downloaded.
    private static func data(_ identity: DataIdentity) throws -> PreparedData {
        var request = DataRequest()
        request.source = identity.dataset
        (request.train, request.test, request.validation) = (identity.train, identity.test, identity.validation)
        (request.splitSeed, request.pad) = (identity.splitSeed, identity.pad)
        let data = try DatasetStore(allowDownload: false).prepare(request)
        guard data.digest == identity.digest else {
            throw Refusal(
                description: "the files of \(identity.dataset.rawValue) have changed since the run began; start it again")
        }
        return data
    }
}

extension ChildMessage {
    /// Whether it comes more often than anybody can read. That something begins is told at once: whoever crashes the next
    /// moment was at that.
    fileprivate var isFrequent: Bool {
        switch self {
        case .measuring(_, let samplesDone): samplesDone > 0
        case .analysing(_, let done, _): done > 0
        default: false
        }
    }
}

/// Whether the parent asked to stop.
private final class StopWord: Sendable {
    private let said = Atomic<Bool>(false)
    var isSaid: Bool { said.load(ordering: .acquiring) }
    func say() { said.store(true, ordering: .releasing) }
}

/// Sends messages to the parent.
private final class Speaker: Sendable {
    private let descriptor: Int32
    /// When the last count of measured samples was sent; also keeps lines from mixing.
    private let last = Mutex(ContinuousClock.now)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    @discardableResult
    func send(_ message: ChildMessage) -> Bool {
        guard let line = try? PipeLine.encode(message) else { return false }
        return last.withLock { _ in Descriptor.write(line, to: descriptor) }
    }

    func tell(_ event: RunEvent) {
        guard let message = ChildMessage(event) else { return }
        if message.isFrequent {
            // A chunk may take less than a millisecond; a person sees ten a second.
            let isDue = last.withLock { last in
                let now = ContinuousClock.now
                guard last.duration(to: now) > .milliseconds(100) else { return false }
                last = now
                return true
            }
            guard isDue else { return }
        }
        send(message)
    }
}

extension ChildMessage {
    /// Nil for what follows from an event that is sent besides, and for what one job does not say.
    init?(_ event: RunEvent) {
        switch event {
        case .trainingStarted: self = .trainingStarted
        case .resumed(_, _, let epoch): self = .resumed(epoch: epoch)
        case .epochDone(_, _, let report, _): self = .epoch(report)
        case .checkpointed(_, _, let epoch, let isStopping): self = .checkpointed(epoch: epoch, isStopping: isStopping)
        case .checkpointProblem(_, let reason): self = .checkpointProblem(reason)
        case .measuringStarted(_, let split, _, let samples): self = .measuringStarted(split, samples: samples)
        case .measuring(_, let split, _, let done): self = .measuring(split, samplesDone: done)
        case .analysing(_, let analysis, _, let done, let all): self = .analysing(analysis, done: done, all: all)
        case .measuringResumed(_, let split, _, let done, let total):
            self = .measuringResumed(split, samplesDone: done, of: total)
        case .measuringCheckpointed(_, let split, _, let done, let total, let isStopping):
            self = .measuringCheckpointed(split, samplesDone: done, of: total, isStopping: isStopping)
        case .analysisResumed(_, let analysis, _, let progress): self = .analysisResumed(analysis, progress)
        case .analysisCheckpointed(_, let analysis, _, let progress, let isStopping):
            self = .analysisCheckpointed(analysis, progress, isStopping: isStopping)
        case .damagedModel(_, let reason): self = .damagedModel(reason)
        case .trained, .measured, .failed, .retrying, .probed, .searched, .speculative, .used, .unused, .stopping:
            return nil
        }
    }

    /// As the parent's lane announces it; nil for what is no announcement.
    func runEvent(_ job: Job, lane: Int) -> RunEvent? {
        switch self {
        case .trainingStarted: .trainingStarted(job, lane: lane)
        case .resumed(let epoch): .resumed(job, lane: lane, epoch: epoch)
        case .checkpointed(let epoch, let isStopping): .checkpointed(job, lane: lane, epoch: epoch, isStopping: isStopping)
        case .checkpointProblem(let reason): .checkpointProblem(job, reason)
        case .epoch(let report): .epochDone(job, lane: lane, report, of: job.training.epochs)
        case .measuringStarted(let split, let samples): .measuringStarted(job, split, lane: lane, samples: samples)
        case .measuring(let split, let done): .measuring(job, split, lane: lane, samplesDone: done)
        case .analysing(let analysis, let done, let all): .analysing(job, analysis, lane: lane, done: done, all: all)
        case .measuringResumed(let split, let done, let total):
            .measuringResumed(job, split, lane: lane, samplesDone: done, of: total)
        case .measuringCheckpointed(let split, let done, let total, let isStopping):
            .measuringCheckpointed(job, split, lane: lane, samplesDone: done, of: total, isStopping: isStopping)
        case .analysisResumed(let analysis, let progress): .analysisResumed(job, analysis, lane: lane, progress)
        case .analysisCheckpointed(let analysis, let progress, let isStopping):
            .analysisCheckpointed(job, analysis, lane: lane, progress, isStopping: isStopping)
        case .damagedModel(let reason): .damagedModel(job, reason)
        case .event, .ended: nil
        }
    }
}
