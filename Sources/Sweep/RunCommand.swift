import ArgumentParser
import Core
import Foundation

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a sweep, or go on with one.",
        discussion: """
            Trains and measures what the results folder does not have yet, and writes the tables. Ctrl-C stops \
            cleanly; the same command then goes on.

              sweep run sweeps/quickstart.yaml
              sweep run sweeps/nu_search.yaml --set training.epochs=30 --set seeds=1
              sweep run sweeps/nu_search.yaml --lanes 4 --results /scratch/nu

            Exit status: 0 all done and every search passed; 1 a job failed or a search did not pass; 2 the results \
            folder is in use or was made by another configuration; 64 bad arguments or a bad sweep file; 130, 143 \
            interrupted.
            """)

    @Argument(help: "The sweep file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: "Where to leave everything. (default: results/<name>)", completion: .directory)
    var results: String?

    @Option(name: .customLong("set"), help: "Override a key of the file, as in training.epochs=30. May be repeated.")
    var overrides: [String] = []

    @OptionGroup var lanes: LaneArguments

    @Flag(help: "Go on although the results folder was made by another configuration.")
    var accept = false

    @Flag(help: "Do not download data; where files are missing, use the sweep's fallback.")
    var offline = false

    @Flag(
        inversion: .prefixedNo,
        help: "Let lanes that would be idle work ahead of the ν searches; changes no result, but takes power.")
    var speculation = true

    func run() throws {
        // A reader of our output that goes away must not end the run.
        signal(SIGPIPE, SIG_IGN)
        guard results != "" else {
            throw failure(ExitStatus.usage, "--results: expected a folder, found an empty name")
        }
        let spec = try loadSpec()
        let kernels = KernelSet.of(try KernelChoice.make().chosen)
        let (topology, plan) = try lanes.plan()
        let folder = ResultsFolder(URL(fileURLWithPath: results ?? "results/\(spec.name)"))
        let session = try RunSession(
            spec: spec, folder: folder, kernels: kernels, topology: topology, lanes: plan, accept: accept,
            offline: offline, speculates: speculation, again: commandLine)
        try session.run()
    }

    /// What a person types to go on.
    private var commandLine: String {
        CommandLine.arguments.map(\.quotedForShell).joined(separator: " ")
    }

    private func loadSpec() throws -> SweepSpec {
        do throws(SpecErrors) {
            let loaded = try SpecLoader.load(path: file, overrides: overrides)
            for notice in loaded.notices { StandardError.print("note: \(notice)") }
            return loaded.spec
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }
}

extension String {
    /// As one word for a shell.
    var quotedForShell: String {
        let plain = !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:+@%".contains($0)) }
        return plain ? self : "'" + replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
