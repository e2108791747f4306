import Foundation

/// A job or a task of an array, as Slurm tells of it.
public struct SlurmTask: Sendable, Hashable, Codable {
    /// The array's number, or the job's.
    public var job: String
    /// The task's number in its array; nil for a job that is no array.
    public var index: Int?
    /// `RUNNING`, `PENDING`, `COMPLETED`, `FAILED`, `CANCELLED`, `TIMEOUT`, `NODE_FAIL`, …
    public var state: String
    /// Time used, as Slurm writes it.
    public var elapsed: String?
    /// Slurm's list of its nodes as printed, `node[3-5],node9`; nil while it has none.
    public var node: String?
    /// Why it waits, or how it ended.
    public var reason: String?
    /// Several with commas between them, where it may run in any of them; nil where it is over.
    public var partition: String?
    /// Absolute path of what it was submitted with; nil where it is over.
    public var script: String?

    /// - Parameters:
    ///   - index: in the array; nil for a job that is none.
    ///   - state: in Slurm's words, `RUNNING`.
    public init(
        job: String, index: Int? = nil, state: String, elapsed: String? = nil, node: String? = nil, reason: String? = nil,
        partition: String? = nil, script: String? = nil
    ) {
        (self.job, self.index, self.state, self.elapsed, self.node) = (job, index, state, elapsed, node)
        (self.reason, self.partition, self.script) = (reason, partition, script)
    }

    // Not the script: it is the same for all.
    private enum CodingKeys: String, CodingKey { case job, index, state, elapsed, node, reason, partition }

    /// Whether there may still come something of it. A state that nobody here has heard of counts as such: a task that is
    /// submitted again beside itself costs more than one that is waited for.
    public var isActive: Bool { !Self.terminal.contains(state) }

    /// What the queue does not have though accounting never saw its end, as after a crash of the controller.
    public static let lost = "LOST"

    private static let terminal: Set<String> = [
        "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED",
        "TIMEOUT", lost,
    ]

    /// Whether it is in the queue and nothing of it runs.
    public var isWaiting: Bool { ["PENDING", "REQUEUED", "REQUEUE_HOLD", "SPECIAL_EXIT"].contains(state) }

    /// Whether it waits until somebody lets it go: `JobHeldUser`, `JobHeldAdmin`, `job requeued in held state`.
    public var isHeld: Bool { isWaiting && isKeptBack }

    /// As `isHeld`, of one that goes back into the queue, whether or not it is there yet.
    var isKeptBack: Bool {
        state == "REQUEUE_HOLD" || state == "SPECIAL_EXIT" || reason?.lowercased().contains("held") == true
    }

    /// Whether it waits for what never comes: Slurm does not start it as it is, whether or not somebody lets it go. Never
    /// where it may run in several partitions: Slurm tells the reason of one of them.
    public var isHopeless: Bool {
        isWaiting && reason.map(Self.hopeless.contains) == true && partition?.contains(",") != true
    }

    /// Whether Slurm has not looked at it yet: it waits, and no reason is told.
    var isUnseen: Bool { isWaiting && reason == nil }

    private static let hopeless: Set<String> = [
        "AccountNotAllowed", "BadConstraints", "InvalidAccount", "InvalidQOS", "PartitionConfig", "PartitionNodeLimit",
        "PartitionTimeLimit", "QOSNotAllowed",
    ]

    /// As accounting tells of one that the queue does not have: it is over, whatever its last word.
    var remembered: SlurmTask {
        guard isActive else { return self }
        var task = self
        (task.state, task.reason) = (Self.lost, "\(state) by accounting, and not in the queue")
        return task
    }

    // MARK: - squeue

    /// For `squeue --format`: array, index, state, time used, nodes, reason, partition, script.
    public static let queueFormat = "%F|%K|%T|%M|%N|%r|%P|%o"

    /// What `squeue --noheader --array` prints in that format. Lines of another form are passed over; one that stands
    /// for several tasks becomes several.
    public static func queue(_ text: String) -> [SlurmTask] {
        text.split(whereSeparator: \.isNewline).flatMap { line -> [SlurmTask] in
            let pieces = line.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
            let words = pieces.prefix(5).map(\.trimmed)
            guard pieces.count == 6, !words[0].isEmpty, words[0].allSatisfy(\.isNumber) else { return [] }
            let (reason, partition, script) = ends(pieces[5])
            let one = SlurmTask(
                job: words[0], state: words[2], elapsed: words[3].told, node: words[4].told, reason: reason.trimmed.told,
                partition: partition?.trimmed.told, script: script?.trimmed)
            guard words[1] != "N/A" else { return [one] }
            return (TaskList(words[1])?.numbers ?? []).map { index in
                var task = one
                task.index = index
                return task
            }
        }
    }

    /// A reason and a path may hold anything; the path is absolute, and no partition's name has a `|`.
    private static func ends(_ text: String) -> (reason: String, partition: String?, script: String?) {
        guard let start = text.range(of: "|/") else { return (text, nil, nil) }
        let script = "/" + text[start.upperBound...]
        let front = text[..<start.lowerBound]
        guard let bar = front.lastIndex(of: "|") else { return (String(front), nil, script) }
        return (String(front[..<bar]), String(front[front.index(after: bar)...]), script)
    }

    // MARK: - sacct

    /// For `sacct --format`, with `--parsable2 --noheader --allocations`.
    public static let accountingFormat = "JobID,State,Elapsed,NodeList,ExitCode"

    /// What `sacct` prints in that format.
    public static func accounting(_ text: String) -> [SlurmTask] {
        text.split(whereSeparator: \.isNewline).flatMap { line -> [SlurmTask] in
            let words = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
            // `CANCELLED by 1000`.
            guard words.count >= 5, let state = words[1].split(separator: " ").first.map(String.init) else { return [] }
            let id = words[0].split(separator: "_", maxSplits: 1).map(String.init)
            guard let job = id.first, !job.isEmpty, job.allSatisfy(\.isNumber) else { return [] }
            let one = SlurmTask(
                job: job, state: state, elapsed: words[2].told, node: words[3].told,
                reason: words[4] == "0:0" ? nil : "exit status \(words[4])")
            guard id.count == 2 else { return [one] }
            return (TaskList(id[1])?.numbers ?? []).map { index in
                var task = one
                task.index = index
                return task
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        let rest = drop(while: \.isWhitespace)
        return String(rest.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// Nil for what Slurm writes where it has nothing to say.
    fileprivate var told: String? { ["", "None", "(null)", "N/A", "Unknown", "None assigned"].contains(self) ? nil : self }
}
