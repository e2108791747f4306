import ArgumentParser
import Core
import Foundation

struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Take a sweep's tasks off the cluster.",
        discussion: """
            Cancels what sweep submit gave to Slurm for a results folder and what is not over yet, with scancel. Tasks that \
            run leave checkpoints; sweep submit goes on from there.

              sweep cancel results/nu_search
            """)

    @Argument(help: "The results folder.", completion: .directory)
    var results: String

    func run() throws {
        let folder = ResultsFolder(URL(fileURLWithPath: results))
        do {
            let submissions = folder.submissions
            let hasSlurm = SlurmCommand.path(of: "squeue", environment: ProcessInfo.processInfo.environment) != nil
            let strays = hasSlurm || !submissions.isEmpty ? try StrayJobs.find(folder) : []
            guard !submissions.isEmpty || !strays.isEmpty else {
                throw failure(
                    ExitStatus.usage, "'\(results)': expected a results folder of sweep submit; nothing was submitted from there")
            }
            let isIdle = try cancel(submissions)
            guard !strays.isEmpty else {
                if isIdle { Terminal.line("nothing to cancel: Slurm has nothing of it any more") }
                return
            }
            try scancel(strays, cluster: nil)
            Terminal.line(
                "cancelled: \(strays.count == 1 ? "job" : "jobs") \(strays.joined(separator: ", ")), of a results folder that was "
                    + "here before")
        } catch {
            throw error is ExitCode ? error : failure(ExitStatus.incomplete, "\(error)")
        }
    }

    /// - Returns: whether there was nothing to cancel.
    private func cancel(_ submissions: [Submission]) throws -> Bool {
        let queue = try SlurmQueue.ask(submissions)
        let active = submissions.filter(queue.isActive)
        // Collecting jobs first: they wait for nothing but the tasks.
        for (cluster, some) in Dictionary(grouping: active, by: \.cluster) {
            try scancel(some.compactMap(\.collect) + some.map(\.array), cluster: cluster)
        }
        for submission in active {
            let tasks = queue.active(submission)
            Terminal.line(
                "cancelled: array \(submission.array), \(tasks.count.of("task"))"
                    + (submission.collect.map { ", and collecting job \($0)" } ?? ""))
        }
        return active.isEmpty
    }

    private func scancel(_ jobs: [String], cluster: String?) throws {
        let answer = try SlurmCommand.run("scancel", jobs, cluster: cluster)
        guard answer.isGood else { throw SlurmError.refused("scancel", message: answer.trouble) }
    }
}
