/// What a person asks of Slurm for the tasks of a sweep.
public struct BatchOptions: Sendable, Equatable {
    /// `--partition`; nil for the cluster's default.
    public var partition: String?
    /// `--account`; nil for the user's default.
    public var account: String?
    /// `--time` of each task and of the collecting job; nil for the partition's default.
    public var time: TimeLimit?
    /// `--cpus-per-task`: no task has more lanes.
    public var cpusPerTask = 1
    /// How many tasks at once; nil for as many as there is room for.
    public var maxRunning: Int?
    /// As in `node[3-5],node9`.
    public var nodesExclude: String?
    /// Further options of sbatch for the tasks, one a line.
    public var sbatch: [String] = []
    /// Likewise for the collecting job.
    public var sbatchCollect: [String] = []

    /// One CPU, everything else as the cluster has it.
    public init() {}

    /// What is the same for array and collecting job.
    var common: [String] {
        var lines: [String] = []
        if let partition { lines.append("--partition=\(partition)") }
        if let account { lines.append("--account=\(account)") }
        if let nodesExclude { lines.append("--exclude=\(nodesExclude)") }
        return lines
    }

    /// For the collecting job: what tasks have by `sbatch`, where it says where and on whose account they run, and their
    /// time limit, which the cluster is known to take.
    var forCollecting: [String] {
        var lines = time.map { ["--time=\($0)"] } ?? []
        lines += common
        for option in sbatch.flatMap({ SbatchOption.all($0) }) where option.isCommon {
            lines.append("--\(option.name)=\(BatchScript.word(option.value ?? ""))")
        }
        return lines + sbatchCollect
    }

    /// Before the end a task is told, in case its clock or the time limit were changed: a tenth of the time, 10 seconds
    /// to two minutes, as `Deadline` has it.
    var warning: Int { time.map { min(120, max(10, $0.seconds / 10)) } ?? 120 }

    /// Why an option cannot stand in a script; nil where all can.
    public var problem: String? {
        let all = [("--partition", partition), ("--account", account), ("--nodes-exclude", nodesExclude)]
        let further = sbatch.map { ("--sbatch", $0) } + sbatchCollect.map { ("--sbatch-collect", $0) }
        for (name, value) in all + further.map({ ($0, Optional($1)) }) {
            guard let value else { continue }
            if value.isEmpty || value.contains(where: \.isNewline) {
                return "\(name): expected a word or options on one line, found '\(value)'"
            }
            if !name.hasPrefix("--sbatch"), value.contains(where: \.isWhitespace) {
                return "\(name): expected a name, found '\(value)'"
            }
        }
        for (name, value) in further {
            if !value.hasPrefix("-") { return "\(name): expected options of sbatch, as in '--mem=4G', found '\(value)'" }
            if let option = SbatchOption.all(value).first(where: { !$0.isAllowed }) {
                return "\(name): expected options that sweep submit does not set itself, found '--\(option.name)' in '\(value)'"
            }
        }
        if cpusPerTask < 1 { return "--cpus-per-task: expected 1 or more, found \(cpusPerTask)" }
        if let maxRunning, maxRunning < 1 { return "--max-running: expected 1 or more, found \(maxRunning)" }
        return nil
    }
}
