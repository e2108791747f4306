import Foundation

/// What Slurm knows of a sweep's jobs: from the queue, from accounting where there is any, from the controller's memory.
public struct SlurmQueue: Sendable {
    /// Tasks of arrays, and collecting jobs; the last word on each.
    public let tasks: [SlurmTask]

    public init(tasks: [SlurmTask]) { self.tasks = tasks }

    /// - Parameter submissions: whose jobs are asked for.
    /// - Throws: `SlurmError` where the queue cannot be asked. A job that Slurm has forgotten is none.
    public static func ask(_ submissions: [Submission]) throws(SlurmError) -> SlurmQueue {
        let jobs = submissions.flatMap { [$0.array] + ($0.collect.map { [$0] } ?? []) }
        guard !jobs.isEmpty else { return SlurmQueue(tasks: []) }
        var found: [Key: SlurmTask] = [:]
        // By user and not by number: a number that Slurm has forgotten is an error that hides the others.
        let queue = try SlurmCommand.run(
            "squeue", ["--noheader", "--array", "--states=all", "--me", "--format=\(SlurmTask.queueFormat)"])
        guard queue.isGood else { throw .refused("squeue", message: queue.trouble) }
        let wanted = Set(jobs)
        for task in SlurmTask.queue(queue.output) where wanted.contains(task.job) { found[Key(task)] = task }
        // Accounting, where it exists, remembers for longer. It is no error where it does not.
        if let past = try? SlurmCommand.run(
            "sacct",
            ["--noheader", "--parsable2", "--allocations", "--format=\(SlurmTask.accountingFormat)",
                "--jobs=\(jobs.joined(separator: ","))"]), past.isGood
        {
            for task in SlurmTask.accounting(past.output) where found[Key(task)] == nil { found[Key(task)] = task }
        }
        return SlurmQueue(
            tasks: found.values.sorted {
                (Int($0.job) ?? 0, $0.index ?? 0) < (Int($1.job) ?? 0, $1.index ?? 0)
            })
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
