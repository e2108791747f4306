/// What a run is doing, gathered from its events: the terminal draws it, `status.json` holds it.
public struct RunProgress: Sendable, Codable {
    /// By lane; nil for one that has nothing to do.
    public private(set) var lanes: [LaneProgress?]
    /// Networks trained by this run, work ahead that nobody asked for not among them.
    public private(set) var trained = 0
    /// Measurings and analyses done by this run.
    public private(set) var measured = 0
    /// How many jobs failed in this run and are not tried again in it, as far as is known yet.
    public private(set) var failed = 0
    /// The last of them, 20 at most: a run may have 100,000, and this is written down every second.
    public private(set) var failures: [Failure] = []
    /// The plan's searches, in its order.
    public private(set) var searches: [SearchProgress]
    /// What earlier runs had done of the sweep, as seconds that it would have taken this run's lanes together; nil where
    /// nobody counted it.
    public var secondsBefore: Double?
    /// Why the run is stopping by itself; nil as long as it is not.
    public private(set) var stopReason: String?

    static let mostFailures = 20

    /// A job that failed in this run.
    public struct Failure: Sendable, Hashable, Codable {
        /// What people call the job.
        public let label: String
        /// As in `FailedEvent`: `training`, `measuring test`, or an analysis's name.
        public let stage: String
        /// One line, in the words of the error.
        public let reason: String
    }

    /// Those that `failed` counts.
    private var failedJobs: Set<Job> = []
    private var ahead: Set<Job> = []
    private var dropped: Set<Job> = []
    /// Places in `searches`.
    private var places: [NuSearchUnit: Int] = [:]
    /// What people call a job.
    private var name: @Sendable (Job) -> String = { $0.label }

    private enum CodingKeys: CodingKey { case lanes, trained, measured, failed, failures, searches, secondsBefore, stopReason }

    /// - Parameters:
    ///   - searches: the plan's, each with what people call it.
    ///   - name: what people call a job.
    public init(
        lanes: Int, searches: [(unit: NuSearchUnit, label: String)], name: @escaping @Sendable (Job) -> String
    ) {
        self.lanes = Array(repeating: nil, count: lanes)
        self.searches = searches.map { SearchProgress($0.label, $0.unit.settings) }
        self.name = name
        places = Dictionary(zip(searches.map(\.unit), searches.indices)) { first, _ in first }
    }

    /// Whether it was begun before its search asked for it, and the search has not asked for it yet.
    public func isAhead(_ job: Job) -> Bool { ahead.contains(job) }

    /// Whether it was worked on ahead of its search, and nobody wants it any more.
    public func isDropped(_ job: Job) -> Bool { dropped.contains(job) }

    /// Takes up what happened.
    /// - Parameter now: seconds since the run began.
    public mutating func note(_ event: RunEvent, at now: Double) {
        switch event {
        case .trainingStarted(let job, let lane), .resumed(let job, let lane, _):
            dropped.remove(job)
            begin(job, lane)
        case .epochDone(let job, let lane, let report, let epochs):
            go(
                job, lane,
                .training(
                    epoch: report.epoch, of: epochs, loss: report.crossEntropy, regulariser: report.regulariser,
                    validationAccuracy: report.validationAccuracy), now)
        case .measuringStarted(let job, let split, let lane, let samples):
            go(job, lane, .measuring(split: split, samples: 0, of: samples), now)
        case .measuring(let job, let split, let lane, let done):
            guard lanes.indices.contains(lane), case .measuring(split, _, let all)? = lanes[lane]?.activity
            else { return }
            go(job, lane, .measuring(split: split, samples: done, of: all), now)
        case .measuringResumed(let job, let split, let lane, let done, let all):
            // What was done before this run took none of its time.
            clear(lane)
            go(job, lane, .measuring(split: split, samples: done, of: all), now)
        case .analysing(let job, let analysis, let lane, let done, let all):
            go(job, lane, .analysing(name: analysis.rawValue, step: done, of: all), now)
        case .analysisResumed(let job, let analysis, let lane, let progress):
            clear(lane)
            guard progress.unit != .points else { return }
            go(job, lane, .analysing(name: analysis.rawValue, step: progress.done, of: progress.all), now)
        case .trained(let event):
            clear(event.place.lane, of: event.job)
            if !ahead.contains(event.job) { trained += 1 }
        case .measured(let job, let event):
            clear(event.place.lane, of: job)
            if !ahead.contains(job) { measured += 1 }
        case .failed(let event):
            clear(event.place.lane, of: event.job)
            guard !ahead.contains(event.job) else { return }
            failedJobs.insert(event.job)
            failed = failedJobs.count
            failures.append(Failure(label: name(event.job), stage: event.stage, reason: event.reason))
            if failures.count > Self.mostFailures { failures.removeFirst() }
        case .retrying(let job, _, _):
            // What failed in an earlier run, or before this one was started again, was never counted here.
            guard !ahead.contains(job), failedJobs.remove(job) != nil else { return }
            failed = failedJobs.count
            let label = name(job)
            if let last = failures.lastIndex(where: { $0.label == label }) { failures.remove(at: last) }
        case .probed(let unit, let probe): search(unit) { $0.note(probe) }
        case .searched(let unit, let outcome): search(unit) { $0.end(outcome) }
        case .speculative(let job):
            ahead.insert(job)
            dropped.remove(job)
        case .used(let job):
            ahead.remove(job)
            dropped.remove(job)
            for lane in lanes.indices where lanes[lane]?.id == job.id { lanes[lane]?.isAhead = false }
        case .unused(let job):
            ahead.remove(job)
            dropped.insert(job)
            for lane in lanes.indices { clear(lane, of: job) }
        case .stopping(let reason): stopReason = reason
        case .damagedModel, .checkpointed, .checkpointProblem, .measuringCheckpointed, .analysisCheckpointed: break
        }
    }

    private mutating func begin(_ job: Job, _ lane: Int) {
        guard lanes.indices.contains(lane) else { return }
        lanes[lane] = LaneProgress(id: job.id, label: name(job), isAhead: ahead.contains(job))
    }

    private mutating func go(_ job: Job, _ lane: Int, _ activity: LaneProgress.Activity, _ now: Double) {
        guard lanes.indices.contains(lane) else { return }
        if lanes[lane]?.id != job.id { begin(job, lane) }
        lanes[lane]?.go(to: activity, at: now)
    }

    private mutating func clear(_ lane: Int) {
        if lanes.indices.contains(lane) { lanes[lane] = nil }
    }

    /// Of a job that was used, the lane may long be doing something else.
    private mutating func clear(_ lane: Int, of job: Job) {
        if lanes.indices.contains(lane), lanes[lane]?.id == job.id { lanes[lane] = nil }
    }

    private mutating func search(_ unit: NuSearchUnit, _ change: (inout SearchProgress) -> Void) {
        guard let place = places[unit] else { return }
        change(&searches[place])
    }
}
