import Core
import Foundation

/// Tasks and collecting jobs that Slurm does not start by itself, in lines for people.
enum WaitingTasks {
    /// - Parameters:
    ///   - held: what waits until somebody lets it go, by job.
    ///   - hopeless: what is not started as it is, of any job.
    static func lines(held: [ClusterView.Held], hopeless: [SlurmTask], _ folder: ResultsFolder) -> [ProseLine] {
        let path = folder.url.relativePath
        return held.compactMap { held in
            line(held.tasks, "held").map { ProseLine("\($0); to let go:", command: held.release, isBad: true) }
        }
            + Dictionary(grouping: hopeless, by: \.job).sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.compactMap { _, tasks in
                line(tasks, "not started by Slurm").map { isCollecting(tasks) ? collecting($0, path) : others($0, path) }
            }
    }

    private static func others(_ line: String, _ path: String) -> ProseLine {
        ProseLine(
            "\(line): they need other options; submit again after:", command: ThisProgram.command("cancel", path), isBad: true)
    }

    private static func collecting(_ line: String, _ path: String) -> ProseLine {
        ProseLine(
            "\(line): when all tasks have ended,", command: ThisProgram.command("collect", path), "makes the tables", isBad: true)
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
