import Foundation

/// What Slurm knows of a sweep's jobs: from the queue, from accounting where there is any, from the controller's memory.
public struct SlurmQueue: Sendable {
    /// Tasks of arrays, and collecting jobs; the last word on each.
    public let tasks: [SlurmTask]

    /// Jobs that the folder has a record of, not over, that work in another one: it was moved or copied since. None of them
    /// is among `tasks`, nor is a job whose number Slurm gave again.
    public let elsewhere: [DisplacedJob]

    /// - Parameter tasks: those that Slurm knows of, of any submission.
    public init(tasks: [SlurmTask], elsewhere: [DisplacedJob] = []) { (self.tasks, self.elsewhere) = (tasks, elsewhere) }

    /// - Parameters:
    ///   - folder: that the submissions were made from.
    ///   - submissions: whose jobs are asked for.
    ///   - withAccounting: whether accounting is asked too, for jobs that the queue has forgotten.
    /// - Throws: `SlurmError` where the queue cannot be asked. A job that Slurm has forgotten is none.
    public static func ask(
        _ folder: ResultsFolder, _ submissions: [Submission], withAccounting: Bool = true
    ) throws(SlurmError) -> SlurmQueue {
        var found: [Key: SlurmTask] = [:]
        for (cluster, some) in Dictionary(grouping: submissions, by: \.cluster) {
            let jobs = some.flatMap(\.jobs)
            try ask(jobs, cluster, withAccounting, &found)
        }
        let tasks = found.values.sorted { (Int($0.job) ?? 0, $0.index ?? 0) < (Int($1.job) ?? 0, $1.index ?? 0) }
        // In their order; every task of a job has the same script.
        var seen: Set<String> = []
        let displaced = tasks.compactMap { task -> DisplacedJob? in
            guard let script = task.script, seen.insert(task.job).inserted,
                let submission = submissions.first(where: { $0.jobs.contains(task.job) })
            else { return nil }
            return DisplacedJob(task.job, script: script, folder, submission)
        }
        let away = Set(displaced.map(\.job))
        let active = Set(tasks.lazy.filter(\.isActive).map(\.job))
        return SlurmQueue(
            tasks: tasks.filter { !away.contains($0.job) },
            elsewhere: displaced.filter { $0.kind != .another && active.contains($0.job) })
    }

    private static func ask(
        _ jobs: [String], _ cluster: String?, _ withAccounting: Bool, _ found: inout [Key: SlurmTask]
    ) throws(SlurmError) {
        // All users': several may work in a folder. All partitions': some are hidden.
        let words = ["--noheader", "--array", "--all", "--states=all", "--format=\(SlurmTask.queueFormat)"]
        let list = "--jobs=\(jobs.joined(separator: ","))"
        // One number alone that Slurm has forgotten is an error; among several it is none.
        var queue = try SlurmCommand.run("squeue", jobs.count > 1 ? words + [list] : words, cluster: cluster)
        if !queue.isGood, jobs.count > 1 { queue = try SlurmCommand.run("squeue", words, cluster: cluster) }
        guard queue.isGood else { throw .refused("squeue", message: queue.trouble) }
        let wanted = Set(jobs)
        for task in SlurmTask.queue(queue.output) where wanted.contains(task.job) { found[Key(task)] = task }
        // Accounting, where it exists, remembers for longer. It is no error where it does not.
        guard withAccounting, let past = try? SlurmCommand.run(
            "sacct",
            ["--noheader", "--parsable2", "--allocations", "--allusers", "--format=\(SlurmTask.accountingFormat)", list],
            cluster: cluster), past.isGood
        else { return }
        for task in SlurmTask.accounting(past.output) where found[Key(task)] == nil { found[Key(task)] = task.remembered }
    }

    private struct Key: Hashable {
        var job: String
        var index: Int?

        init(_ task: SlurmTask) { (job, index) = (task.job, task.index) }
    }

    /// The shards of a submission that Slurm still has, waiting or at work.
    public func active(_ submission: Submission) -> Set<Int> {
        Set(tasks.filter { $0.job == submission.array && $0.isActive }.compactMap(\.index))
    }

    /// Whether anything of a submission is still there.
    public func isActive(_ submission: Submission) -> Bool { submission.jobs.contains(where: isActive) }

    /// Whether Slurm still has anything of a job.
    public func isActive(_ job: String) -> Bool { tasks.contains { $0.job == job && $0.isActive } }

    /// Whether it was interrupted before its tasks were let go: they are held, and nothing would ever collect.
    public func isHalf(_ submission: Submission) -> Bool {
        let mine = tasks.filter { $0.job == submission.array && $0.isActive }
        return submission.collect == nil && !mine.isEmpty && mine.allSatisfy(\.isWaiting)
    }

    /// Tasks of a job that wait for somebody to let them go.
    public func held(_ job: String) -> [SlurmTask] { tasks.filter { $0.job == job && $0.isHeld } }

    /// Tasks of a job that Slurm does not start as they are.
    public func hopeless(_ job: String) -> [SlurmTask] { tasks.filter { $0.job == job && $0.isHopeless } }

    /// Whether Slurm has not looked at any of a job's tasks yet.
    public func isUnseen(_ job: String) -> Bool {
        let mine = tasks.filter { $0.job == job }
        return !mine.isEmpty && mine.allSatisfy(\.isUnseen)
    }

    /// The last task of each shard, of the submissions of one cut.
    public func byShard(_ submissions: [Submission]) -> [Int: SlurmTask] {
        var latest: [Int: SlurmTask] = [:]
        for submission in submissions {
            for task in tasks where task.job == submission.array {
                guard let index = task.index else { continue }
                latest[index] = task
            }
        }
        return latest
    }
}
