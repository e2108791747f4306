import ArgumentParser
import Core
import Foundation

struct SubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Run a sweep on a cluster with Slurm.",
        discussion: """
            Cuts the sweep into shards of jobs and whole ν searches, and submits an array with a task for each, and a job \
            that makes the tables when all have ended. The results folder must lie where all nodes see it. Submitting \
            again submits what is missing and what Slurm does not have any more; a task that ran out of time goes on by \
            itself. The scripts are in slurm/ of the results folder, the tasks' output in slurm/log/.

              sweep submit sweeps/nu_search.yaml --partition long --time 2:00:00 --cpus-per-task 8
              sweep submit sweeps/nu_search.yaml --max-running 50 --sbatch=--mem=4G --sbatch=--qos=low
              sweep submit sweeps/nu_search.yaml --print
              sweep status results/nu_search
              sweep cancel results/nu_search

            Tasks begin when both are in the queue and that is written down. Data is downloaded here, not by the tasks. \
            Exit status: 0 submitted, or nothing was left to submit; 1 Slurm refused or is not there, with nothing left \
            behind; also, and it is said, where tasks are in the queue and wait for a person (held, or Slurm cannot start \
            them as they are), and where all is done but what failed too often; 2 the results folder is in use, was moved \
            while tasks were queued, or was made by another configuration; 64 bad arguments or a bad sweep file; 128 + n \
            stopped by signal n, with nothing left in the queue.
            """)

    @Argument(help: "The sweep file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: "Where to leave everything: a folder that all nodes see. (default: results/<name>)", completion: .directory)
    var results: String?

    @Option(
        name: .customLong("set"), help: "Override a key of the file, as in training.epochs=30. May be repeated.",
        completion: .settings)
    var overrides: [String] = []

    @OptionGroup var batch: BatchArguments

    @Option(parsing: .unconditional, help: "Into how many shards to cut. (default: about ten minutes of work each)")
    var shards: Int?

    @Flag(help: "Go on although the results folder was made by another configuration.")
    var accept = false

    @Flag(help: "Also try jobs again that failed too often (limits.retries).")
    var retryFailed = false

    @Flag(help: "Do not download data; where files are missing, use the sweep's fallback.")
    var offline = false

    @Flag(name: .customLong("print"), help: "Show the scripts; submit and write nothing.")
    var printOnly = false

    func run() throws {
        let options = try batch.options()
        guard results != "" else {
            throw failure(ExitStatus.usage, "--results: expected a folder, found an empty name")
        }
        let loaded = try SweepFile.loaded(file, overrides)
        let folder = ResultsFolder(URL(fileURLWithPath: results ?? "results/\(loaded.spec.name)"))
        if let problem = BatchScript.problem(ofResults: folder.url.standardizedFileURL.path) {
            throw failure(ExitStatus.usage, problem)
        }
        let session = SubmitSession(
            spec: loaded.spec, source: SweepFile.source(loaded, overrides), folder: folder, options: options,
            shards: shards, retryFailed: retryFailed, accept: accept)
        try session.checkFolder()
        if printOnly { return try session.show() }
        guard SlurmCommand.path(of: "sbatch", environment: ProcessInfo.processInfo.environment) != nil else {
            throw failure(
                ExitStatus.incomplete,
                "\(SlurmError.missing("sbatch")). \(ThisProgram.command) submit --print shows what would be submitted")
        }
        try session.submit(RunData.prepare(loaded.spec, offline: offline, isShown: true))
    }
}

/// What a person asks of Slurm.
struct BatchArguments: ParsableArguments {
    @Option(help: "Where the tasks run.")
    var partition: String?

    @Option(help: "Who pays for them.")
    var account: String?

    @Option(
        help: ArgumentHelp(
            "Time limit of a task: minutes, h:m:s or d-h:m:s. It need not be enough: a task goes on in the next one.",
            valueName: "time"),
        transform: TimeLimit.given(otherwise: "the partition's own limit holds"))
    var time: TimeLimit?

    @Option(parsing: .unconditional, help: ArgumentHelp("Cores of a task, each a lane.", valueName: "n"))
    var cpusPerTask = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many tasks run at once. (default: all that there is room for)", valueName: "n"))
    var maxRunning: Int?

    @Option(help: ArgumentHelp("Nodes to keep off, as in node[3-5],node9.", valueName: "nodes"))
    var nodesExclude: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A further option of sbatch, as in '--mem=4G'. May be repeated.", valueName: "option"))
    var sbatch: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Likewise for the job that makes the tables, as in '--time=30'.", valueName: "option"))
    var sbatchCollect: [String] = []

    func options() throws -> BatchOptions {
        var options = BatchOptions()
        (options.partition, options.account, options.time) = (partition, account, time)
        (options.cpusPerTask, options.maxRunning) = (cpusPerTask, maxRunning)
        (options.nodesExclude, options.sbatch, options.sbatchCollect) = (nodesExclude, sbatch, sbatchCollect)
        if let problem = options.problem { throw failure(ExitStatus.usage, problem) }
        return options
    }
}
