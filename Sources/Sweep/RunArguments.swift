import ArgumentParser
import Core
import Foundation

/// What a person may ask of `sweep run`.
struct RunArguments: ParsableArguments {
    @Argument(help: "The sweep file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: "Where to leave everything. (default: results/<name>)", completion: .directory)
    var results: String?

    @Option(
        name: .customLong("set"), help: "Override a key of the file, as in training.epochs=30. May be repeated.",
        completion: .settings)
    var overrides: [String] = []

    @OptionGroup var lanes: LaneArguments

    @OptionGroup var csv: CSVArguments

    @Flag(help: "Go on although the results folder was made by another configuration.")
    var accept = false

    @OptionGroup var reuse: ReuseArguments

    @Flag(help: "Also try jobs again that failed too often (limits.retries).")
    var retryFailed = false

    // A negative number is to be told as such, and not as an option that is none.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Least time between two checkpoints of a job, in seconds.", valueName: "seconds"))
    var checkpointSeconds: Double = JobPace.checkpointSeconds

    @Flag(help: "Do not download data; where files are missing, use the sweep's fallback.")
    var offline = false

    @Flag(
        inversion: .prefixedNo,
        help: """
            Watch the run from a second process, which starts it again where it crashes. (default: where standard \
            output is no terminal, and the sweep file no pipe)
            """)
    var supervise: Bool?

    @Flag(help: "Give up at once, with status 2, where other sweeps have all cores.")
    var noWait = false

    @Flag(help: "Run each job in a process of its own: slower by reading the data each time; a crash costs one job.")
    var isolate = false

    @Flag(
        inversion: .prefixedNo,
        help: "Let lanes that would be idle work ahead of the ν searches; changes no result, but takes power.")
    var speculation = true

    @Flag(help: "Say what failed, and nothing else. Warnings go to standard error all the same.")
    var quiet = false

    @Flag(help: "One JSON object a line for every event, for programs; begun comes first, ended last.")
    var json = false

    @Option(help: ArgumentHelp("A command for /bin/sh to run when the run has ended.", valueName: "command"))
    var onFinish: String?

    @Option(
        help: ArgumentHelp(
            "Only the i-th of n parts of the sweep, as in 3/8: for batch systems. sweep collect makes the tables.",
            valueName: "i/n"),
        transform: ShardNumber.given(as: "i/n, the i-th of n parts with i from 1 to n, as in 3/8"))
    var shard: ShardNumber?

    @Option(
        help: ArgumentHelp(
            """
            Stop in good order before so much time is over: minutes, h:m:s, d-h:m:s. A tenth of it, 10 seconds to two minutes, \
            is kept back for that. (default: a task's time limit)
            """,
            valueName: "time"),
        transform: TimeLimit.given(otherwise: "nothing stops it but a batch system's own limit"))
    var time: TimeLimit?

    /// - Throws: the exit status, where options contradict each other or a value cannot be meant.
    func check() throws {
        guard results != "" else {
            throw failure(ExitStatus.usage, "--results: expected a folder, found an empty name")
        }
        guard checkpointSeconds >= 0, checkpointSeconds.isFinite else {
            throw failure(
                ExitStatus.usage, "--checkpoint-seconds: expected 0 or more seconds, found \(checkpointSeconds)")
        }
        guard !quiet || !json else {
            throw failure(ExitStatus.usage, "--quiet and --json: expected one of them, found both")
        }
        guard shard == nil || reuse.folders.isEmpty else {
            throw failure(
                ExitStatus.usage,
                "--shard and --reuse: expected one of them, found both; a run without --shard takes over for all shards")
        }
        guard supervise != true || !SpecLoader.isPipe(file) else {
            throw failure(
                ExitStatus.usage,
                "--supervise: expected a sweep file that two processes can read, found a pipe; write it to a file first")
        }
        guard onFinish != "" else {
            throw failure(ExitStatus.usage, "--on-finish: expected a command, found an empty one")
        }
    }

    var mode: RunDisplay.Mode { json ? .json : quiet ? .quiet : Terminal.isInteractive ? .live : .log }

    func folder(of spec: SweepSpec) -> ResultsFolder {
        let folder = csv.folder(URL(fileURLWithPath: results ?? "results/\(spec.name)"))
        guard let shard else { return folder }
        let tag = folder.cut.flatMap { $0.count == shard.count ? $0.tag : nil }
        return folder.seen(by: ShardPlace(tag: tag, shard))
    }
}
