import Foundation

/// What Slurm knows of a sweep's jobs: from the queue, from accounting where there is any, from the controller's memory.
public struct SlurmQueue: Sendable {
    /// Tasks of arrays, and collecting jobs; the last word on each.
    public let tasks: [SlurmTask]

    /// - Parameter tasks: those that Slurm knows of, of any submission.
    public init(tasks: [SlurmTask]) { self.tasks = tasks }

    /// - Parameter submissions: whose jobs are asked for.
    /// - Throws: `SlurmError` where the queue cannot be asked. A job that Slurm has forgotten is none.
    public static func ask(_ submissions: [Submission]) throws(SlurmError) -> SlurmQueue {
        var found: [Key: SlurmTask] = [:]
        for (cluster, some) in Dictionary(grouping: submissions, by: \.cluster) {
            let jobs = some.flatMap { [$0.array] + ($0.collect.map { [$0] } ?? []) }
            try ask(jobs, cluster, &found)
        }
        return SlurmQueue(
            tasks: found.values.sorted {
                (Int($0.job) ?? 0, $0.index ?? 0) < (Int($1.job) ?? 0, $1.index ?? 0)
            })
    }

    private static func ask(_ jobs: [String], _ cluster: String?, _ found: inout [Key: SlurmTask]) throws(SlurmError) {
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
        guard let past = try? SlurmCommand.run(
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
    public func isActive(_ submission: Submission) -> Bool {
        tasks.contains { ($0.job == submission.array || $0.job == submission.collect) && $0.isActive }
    }

    /// Whether it was interrupted before its tasks were let go: they are held, and nothing would ever collect.
    public func isHalf(_ submission: Submission) -> Bool {
        let mine = tasks.filter { $0.job == submission.array && $0.isActive }
        return submission.collect == nil && !mine.isEmpty && mine.allSatisfy(\.isWaiting)
    }

    /// Its tasks that wait for somebody to let them go.
    public func held(_ submission: Submission) -> [SlurmTask] {
        tasks.filter { $0.job == submission.array && $0.isHeld }
    }

    /// Its tasks that Slurm does not start as they are.
    public func hopeless(_ submission: Submission) -> [SlurmTask] {
        tasks.filter { $0.job == submission.array && $0.isHopeless }
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
