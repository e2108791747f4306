import Core
import Foundation

/// What there is to see of a sweep's array tasks, for a person.
struct ClusterDisplay {
    let view: ClusterView
    let folder: ResultsFolder

    /// How many shards have a line of their own.
    private static let most = 20

    var lines: [ProseLine] {
        let count = view.shards.count
        var lines: [ProseLine] = []
        if let problem = view.problem { lines.append(ProseLine("Slurm cannot be asked: \(problem)", isBad: true)) }
        let states = view.counts.map { "\($0.count) \($0.state)" }.joined(separator: ", ")
        let done = view.shards.count { !$0.isMissing }
        lines.append(
            ProseLine(
                "Slurm: array \(view.array), \(count.of("shard")), \(done) done"
                    + (states.isEmpty ? "" : "; tasks: \(states)")))
        if let collect = view.collect {
            lines.append(ProseLine("collecting job \(collect.job): \(words(collect))"))
        }
        lines += WaitingTasks.lines(held: view.held, hopeless: view.hopeless, folder)
        if !view.moved.isEmpty {
            lines.append(
                ProseLine(
                    "\(Text.jobs(view.moved)) of this folder in Slurm's queue \(view.moved.count == 1 ? "works" : "work") at another "
                        + "path, where it is not: was it moved? To take off:",
                    command: ThisProgram.command("cancel", folder.url.relativePath), isBad: true))
        }
        // What is done and well needs no words.
        let told = view.shards.filter { $0.isMissing || $0.givenUp > 0 || $0.task?.isActive == true }
        lines += told.prefix(Self.most).map(line)
        if told.count > Self.most { lines.append(ProseLine("  and \(told.count - Self.most) more; --json has all")) }
        return lines
    }

    private func line(_ shard: ClusterView.Shard) -> ProseLine {
        let text = "  shard \(shard.shard)/\(view.shards.count): \(shard.done) of \(shard.jobs) networks"
            + (shard.openSearches > 0 ? ", \(shard.openSearches.of("search", "searches")) open" : "")
            + (shard.givenUp > 0 ? ", \(shard.givenUp) given up" : "") + "; " + (shard.task.map(words) ?? "no task")
        let isBad = shard.task.map { !$0.isActive && $0.state != "COMPLETED" } ?? false
        guard isBad, let log = shard.task.flatMap(log) else { return ProseLine(text, isBad: isBad) }
        return ProseLine("\(text); its output: \(log)", isBad: true, whole: [log])
    }

    /// What a task printed, where it came to that.
    private func log(_ task: SlurmTask) -> String? {
        guard let index = task.index else { return nil }
        let url = folder.slurmLogs.appendingPathComponent("\(task.job)_\(index).log")
        return FileManager.default.fileExists(atPath: url.path) ? url.relativePath : nil
    }

    private func words(_ task: SlurmTask) -> String {
        let place = task.isActive && task.state != "PENDING" ? task.node.map { " on \($0)" } ?? "" : ""
        let time = task.state == "PENDING" ? "" : task.elapsed.map { ", \($0)" } ?? ""
        return task.state.lowercased() + (task.reason.map { " (\($0))" } ?? "") + place + time
    }
}
