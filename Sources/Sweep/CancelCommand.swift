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
            let isIdle = try cancel(folder, submissions)
            if !strays.isEmpty {
                try scancel(strays, cluster: nil)
                Terminal.line("cancelled: \(Text.jobs(strays)), of a results folder that was here before")
            } else if isIdle {
                Terminal.line("nothing to cancel: Slurm has nothing of it any more")
            }
        } catch {
            throw error is ExitCode ? error : failure(ExitStatus.incomplete, "\(error)")
        }
    }

    /// Says what it cancels as it does.
    /// - Returns: whether there was nothing to cancel.
    private func cancel(_ folder: ResultsFolder, _ submissions: [Submission]) throws -> Bool {
        let queue = try SlurmQueue.ask(folder, submissions)
        let active = submissions.filter(queue.isActive)
        for submission in active {
            // The collecting job first: it waits for nothing but the tasks. A number that is over may be another job's by now.
            try scancel(submission.jobs.reversed().filter(queue.isActive), cluster: submission.cluster)
            let tasks = queue.active(submission).count
            let collect = submission.collect.flatMap { queue.isActive($0) ? "collecting job \($0)" : nil }
            let array = "array \(submission.array), \(tasks.of("task"))" + (collect.map { ", and \($0)" } ?? "")
            Terminal.line("cancelled: \(tasks > 0 ? array : collect ?? array)")
        }
        for (place, some) in Dictionary(grouping: queue.elsewhere, by: \.place).sorted(by: { $0.key < $1.key }) {
            let left = some.filter { $0.kind == .original }.map(\.job)
            if !left.isEmpty {
                StandardError.print("note: this folder is a copy of \(place); \(Text.jobs(left)) of that one go on")
            }
            for submission in submissions {
                let moved = some.filter { $0.kind == .moved && submission.jobs.contains($0.job) }.map(\.job)
                guard !moved.isEmpty else { continue }
                try scancel(moved, cluster: submission.cluster)
                Terminal.line("cancelled: \(Text.jobs(moved)), which would work in \(place), where this folder is not any more")
            }
        }
        return active.isEmpty && !queue.elsewhere.contains { $0.kind == .moved }
    }

    private func scancel(_ jobs: [String], cluster: String?) throws {
        let answer = try SlurmCommand.run("scancel", jobs, cluster: cluster)
        guard answer.isGood else { throw SlurmError.refused("scancel", message: answer.trouble) }
    }
}
