import Core
import Foundation

/// Tasks and collecting jobs that Slurm does not start by itself, in lines for people.
enum WaitingTasks {
    /// - Parameters:
    ///   - held: what waits until somebody lets it go, by job.
    ///   - hopeless: what is not started as it is, of any job.
    static func lines(held: [ClusterView.Held], hopeless: [SlurmTask], _ folder: ResultsFolder) -> [String] {
        let path = folder.url.relativePath.quotedForShell
        return held.compactMap { held in line(held.tasks, "held").map { "\($0); to let go: \(held.release)" } }
            + Dictionary(grouping: hopeless, by: \.job).sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.compactMap { _, tasks in
                line(tasks, "not started by Slurm").map { $0 + (isCollecting(tasks) ? collecting(path) : others(path)) }
            }
    }

    private static func others(_ path: String) -> String {
        ": they need other options; sweep cancel \(path), then submit again"
    }

    private static func collecting(_ path: String) -> String {
        ": when all tasks have ended, sweep collect \(path) makes the tables"
    }

    private static func isCollecting(_ tasks: [SlurmTask]) -> Bool { tasks.contains { $0.index == nil } }

    private static func line(_ tasks: [SlurmTask], _ state: String) -> String? {
        guard let first = tasks.first else { return nil }
        let reasons = Set(tasks.compactMap(\.reason)).sorted().joined(separator: ", ")
        let who = isCollecting(tasks)
            ? "collecting job \(first.job) is" : "\(tasks.count.of("task")) of array \(first.job) \(tasks.count == 1 ? "is" : "are")"
        return "\(who) \(state)" + (reasons.isEmpty ? "" : " (\(reasons))")
    }
}
