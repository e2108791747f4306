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
            var cancelled = try cancel(folder, submissions)
            if !strays.isEmpty {
                try scancel(strays, cluster: nil)
                cancelled.append("\(Self.jobs(strays)), of a results folder that was here before")
            }
            for line in cancelled { Terminal.line("cancelled: \(line)") }
            if cancelled.isEmpty { Terminal.line("nothing to cancel: Slurm has nothing of it any more") }
        } catch {
            throw error is ExitCode ? error : failure(ExitStatus.incomplete, "\(error)")
        }
    }

    /// - Returns: what was cancelled, a line each.
    private func cancel(_ folder: ResultsFolder, _ submissions: [Submission]) throws -> [String] {
        let queue = try SlurmQueue.ask(folder, submissions)
        let active = submissions.filter(queue.isActive)
        // Collecting jobs first: they wait for nothing but the tasks.
        for (cluster, some) in Dictionary(grouping: active, by: \.cluster) {
            try scancel(some.compactMap(\.collect) + some.map(\.array), cluster: cluster)
        }
        var lines = active.map { submission in
            let tasks = queue.active(submission).count
            let collect = submission.collect.map { "collecting job \($0)" }
            guard tasks > 0 else { return collect ?? "array \(submission.array)" }
            return "array \(submission.array), \(tasks.of("task"))" + (collect.map { ", and \($0)" } ?? "")
        }
        for (place, some) in Dictionary(grouping: queue.elsewhere, by: \.place).sorted(by: { $0.key < $1.key }) {
            let (left, moved) = (some.filter(\.isOfOriginal).map(\.job), some.filter { !$0.isOfOriginal }.map(\.job))
            if !left.isEmpty {
                StandardError.print("note: this folder is a copy of \(place); \(Self.jobs(left)) of that one go on")
            }
            guard !moved.isEmpty else { continue }
            for (cluster, mine) in Dictionary(grouping: submissions, by: \.cluster) {
                let jobs = moved.filter { job in mine.contains { $0.jobs.contains(job) } }
                if !jobs.isEmpty { try scancel(jobs, cluster: cluster) }
            }
            lines.append("\(Self.jobs(moved)), which would work in \(place), from where this folder was moved")
        }
        return lines
    }

    private static func jobs(_ numbers: [String]) -> String {
        (numbers.count == 1 ? "job " : "jobs ") + numbers.joined(separator: ", ")
    }

    private func scancel(_ jobs: [String], cluster: String?) throws {
        let answer = try SlurmCommand.run("scancel", jobs, cluster: cluster)
        guard answer.isGood else { throw SlurmError.refused("scancel", message: answer.trouble) }
    }
}
