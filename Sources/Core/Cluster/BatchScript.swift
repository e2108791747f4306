/// The two scripts that Slurm is given. What they say is all that Slurm knows of a sweep.
public struct BatchScript: Sendable {
    /// What stands in the scripts' `#SBATCH` lines.
    public let options: BatchOptions
    /// Of the sweep.
    public let name: String
    /// Absolute path of this program.
    public let program: String
    /// Absolute path of the results folder.
    public let results: String
    /// How many shards the sweep is cut into.
    public let count: Int
    /// Whether jobs that failed too often are tried again.
    public let retryFailed: Bool

    /// - Parameters:
    ///   - name: of the sweep.
    ///   - program, results: absolute paths.
    ///   - count: n of the cut.
    ///   - retryFailed: whether tasks get `--retry-failed`.
    public init(
        options: BatchOptions, name: String, program: String, results: String, count: Int, retryFailed: Bool = false
    ) {
        (self.options, self.name, self.program, self.results, self.count) = (options, name, program, results, count)
        self.retryFailed = retryFailed
    }

    /// Why a results folder cannot stand in a script; nil where it can.
    public static func problem(ofResults path: String) -> String? {
        // With a backslash in it Slurm takes `%A_%a` for a name, and all tasks write to one log.
        guard let letter = path.first(where: { $0 == "\\" || $0.isNewline }) else { return nil }
        let name = letter == "\\" ? "backslash" : "line break"
        return "--results: expected a path without a \(name), which Slurm reads as something else in a log's name; found '\(path)'"
    }

    /// - Parameter tasks: the shards that are to be run.
    public func array(_ tasks: TaskList) -> String {
        let most = options.maxRunning.map { "%\($0)" } ?? ""
        var lines = header("one task per shard; a task that is run again goes on where it stopped")
        lines += directives([
            "--job-name=\(jobName)", "--array=\(tasks)\(most)", "--nodes=1", "--ntasks=1",
            "--cpus-per-task=\(options.cpusPerTask)",
        ])
        if let time = options.time { lines += directives(["--time=\(time)"]) }
        lines += directives(
            options.common + [
                "--requeue", "--open-mode=append",
                // To this shell, which the program replaces.
                "--signal=B:USR1@\(options.warning)", "--output=\(Self.word(log("%A_%a")))",
            ] + options.sbatch)
        lines += [
            "",
            // A warning may come before the program is ready for it, which would end this shell.
            "trap '' USR1",
            "exec \(Self.word(program)) run \(Self.word(results + "/sweep.yaml")) \\",
            "  --results \(Self.word(results)) --shard \"$SLURM_ARRAY_TASK_ID/\(count)\" --offline \\",
            // Where a thousand lanes share a file system; a task whose time is over leaves checkpoints all the same.
            "  --checkpoint-seconds 60"
                + (retryFailed ? " --retry-failed" : ""),
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The job that makes the tables once all tasks have ended.
    public var collect: String {
        var lines = header("makes the tables when all tasks have ended")
        lines += directives([
            "--job-name=\(jobName)-collect", "--nodes=1", "--ntasks=1", "--cpus-per-task=1",
        ])
        lines += directives([
            "--requeue", "--open-mode=append", "--output=\(Self.word(log("collect-%j")))",
        ])
        lines += directives(options.forCollecting)
        lines += ["", "exec \(Self.word(program)) collect \(Self.word(results))"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func header(_ purpose: String) -> [String] {
        ["#!/bin/sh", "# Written by sweep submit: \(purpose).", "# sweep submit --print shows it without submitting."]
    }

    private func directives(_ options: [String]) -> [String] { options.map { "#SBATCH \($0)" } }

    /// Letters that need no quoting anywhere.
    private var jobName: String {
        "sweep-" + String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
    }

    /// Of a log; in its path `%` has a meaning, which another `%` takes away.
    private func log(_ name: String) -> String {
        results.replacing("%", with: "%%") + "/slurm/log/\(name).log"
    }

    /// As one word for a shell, and for sbatch, which reads its options as a shell reads words.
    static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:+@%".contains($0))
        }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
