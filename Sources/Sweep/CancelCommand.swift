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
        let submissions = folder.submissions
        guard !submissions.isEmpty else {
            throw failure(
                ExitStatus.usage, "'\(results)': expected a results folder of sweep submit; nothing was submitted from there")
        }
        do {
            let queue = try SlurmQueue.ask(submissions)
            let active = submissions.filter(queue.isActive)
            guard !active.isEmpty else { return Terminal.line("nothing to cancel: Slurm has nothing of it any more") }
            // Collecting jobs first: they wait for nothing but the tasks.
            for (cluster, some) in Dictionary(grouping: active, by: \.cluster) {
                let jobs = some.compactMap(\.collect) + some.map(\.array)
                let answer = try SlurmCommand.run("scancel", jobs, cluster: cluster)
                guard answer.isGood else { throw SlurmError.refused("scancel", message: answer.trouble) }
            }
            for submission in active {
                let tasks = queue.active(submission)
                Terminal.line(
                    "cancelled: array \(submission.array), \(tasks.count.of("task"))"
                        + (submission.collect.map { ", and collecting job \($0)" } ?? ""))
            }
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }
}
