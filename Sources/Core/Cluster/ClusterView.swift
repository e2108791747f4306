/// Who has which shard of a sweep, and how far it is: the journal beside what Slurm says.
public struct ClusterView: Sendable, Encodable {
    /// One shard: what its journal says, and its task.
    public struct Shard: Sendable, Encodable {
        /// From 1.
        public var shard: Int
        /// Jobs that are asked for so far.
        public var jobs: Int
        /// Of `jobs`, trained and measured as far as is asked for.
        public var done: Int
        /// Of `jobs`, those that the next run does not try again by itself.
        public var givenUp: Int
        /// Searches of the shard without an end.
        public var openSearches: Int
        /// Whether a task would find something to do.
        public var isMissing: Bool
        /// The last task of the shard; nil where Slurm knows of none.
        public var task: SlurmTask?
    }

    /// In the order of their numbers.
    public let shards: [Shard]
    /// The last collecting job that Slurm knows of; nil for none.
    public let collect: SlurmTask?
    /// Slurm's number of the last submission's array.
    public let array: String
    /// Tasks that wait until somebody lets them go, and a person's command for that.
    public struct Held: Sendable, Encodable {
        /// The tasks that wait.
        public var tasks: [SlurmTask]
        /// A whole command line.
        public var release: String

        public init(tasks: [SlurmTask], release: String) { (self.tasks, self.release) = (tasks, release) }
    }

    /// By job, of arrays and collecting jobs.
    public let held: [Held]
    /// Tasks, and collecting jobs, that Slurm does not start as they are. Tasks are to be cancelled, and submitted with other
    /// options.
    public let hopeless: [SlurmTask]
    /// Jobs that work where this folder was before; nothing else here counts them.
    public let moved: [String]
    /// Why Slurm could not be asked; nil where it could.
    public let problem: String?
    /// Whether it is here and gave no answer: it may give one the next time.
    public let isUnreachable: Bool

    /// Whether Slurm still has something of it.
    public var goesOn: Bool { hasTasks || collect?.isActive == true }

    /// Whether tasks run, or wait for their turn.
    public var hasTasks: Bool { shards.contains { $0.task?.isActive == true } }

    /// Whether all of its tasks that are not over wait for what a person must do.
    public var isStuck: Bool {
        hasTasks && shards.allSatisfy { $0.task.map { !$0.isActive || $0.isHeld || $0.isHopeless } ?? true }
    }

    /// Whether the collecting job is still to make the tables, or at it.
    public var isCollecting: Bool { collect.map { $0.isActive && !$0.isHeld && !$0.isHopeless } ?? false }

    /// Whether something of it is at work.
    public var isRunning: Bool {
        (shards.map(\.task) + [collect]).contains { $0.map { $0.isActive && !$0.isWaiting } == true }
    }

    /// Nil where nothing was submitted.
    public init?(_ folder: ResultsFolder, _ status: FolderStatus) {
        var queue = SlurmQueue(tasks: [])
        var problem: SlurmError?
        do throws(SlurmError) {
            queue = try SlurmQueue.ask(folder, folder.submissions)
        } catch {
            problem = error
        }
        self.init(folder, status, queue, problem)
    }

    init?(_ folder: ResultsFolder, _ status: FolderStatus, _ queue: SlurmQueue, _ problem: SlurmError? = nil) {
        guard let record = folder.cut else { return nil }
        let submissions = folder.submissions.filter { $0.cut == record.tag && $0.count == record.count }
        guard let last = submissions.last else { return nil }
        let ledger = ShardLedger(
            PlanCut(status.plan, count: record.count), known: status.known, crashes: status.crashes,
            retries: status.spec.limits.retries)
        let tasks = queue.byShard(submissions)
        shards = ledger.entries.enumerated().map { index, entry in
            Shard(
                shard: index + 1, jobs: entry.jobs, done: entry.done, givenUp: entry.givenUp,
                openSearches: entry.openSearches, isMissing: entry.isMissing, task: tasks[index + 1])
        }
        collect = submissions.reversed().lazy.compactMap { submission in
            queue.tasks.first { $0.job == submission.collect }
        }.first
        held = submissions.flatMap { one in one.jobs.map { Held(tasks: queue.held($0), release: one.release($0)) } }
            .filter { !$0.tasks.isEmpty }
        hopeless = submissions.flatMap(\.jobs).flatMap(queue.hopeless)
        moved = queue.elsewhere.filter { $0.kind == .moved }.map(\.job)
        array = last.array
        self.problem = problem.map { "\($0)" }
        isUnreachable = if case .refused = problem { true } else { false }
    }

    /// How many of the last tasks are in each state, in words for people, the most urgent first.
    public var counts: [(state: String, count: Int)] {
        let states = Dictionary(grouping: shards.compactMap { $0.task?.state }) { $0 }.mapValues(\.count)
        let order = ["RUNNING", "COMPLETING", "PENDING", "COMPLETED"]
        return states.sorted { one, other in
            let places = [one, other].map { order.firstIndex(of: $0.key) ?? order.count }
            return (places[0], one.key) < (places[1], other.key)
        }.map { ($0.key.lowercased(), $0.value) }
    }
}
