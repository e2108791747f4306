import ArgumentParser
import Core
import Foundation

@main
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Run experiment sweeps on invariance learning.",
        discussion: """
            A sweep file names groups, methods and seeds; sweep trains every network on a core of its own, tunes the \
            weight ν of the invariance regulariser, and leaves tables that open in a spreadsheet.

              sweep run sweeps/quickstart.yaml     a first look: a minute, no data needed
              sweep run sweeps/nu_search.yaml      the paper's Table 1, on MNIST
              sweep plan sweeps/nu_search.yaml     what a run would do, and for how long
              sweep status --watch                 how far a run is, from elsewhere
              sweep submit sweeps/nu_search.yaml   run it on a cluster with Slurm
              sweep explain nu                     what a key of a sweep file means
              sweep report results/quickstart      all results in one page
              sweep export history results/x       learning curves as CSV
              sweep verify results/x               check files, tables and numbers
              sweep check model.safetensors        how invariant any network is
              sweep data verify                    check the data sets' files
              sweep topology                       the machine, its lanes and kernels
              sweep bench                          how fast this machine is

            Running the same command again goes on where the last run stopped.
            """,
        version: Program.versionAndSource,
        subcommands: [
            RunCommand.self, PlanCommand.self, StatusCommand.self, SubmitCommand.self, CollectCommand.self,
            CancelCommand.self, ReportCommand.self, ExportCommand.self,
            VerifyCommand.self, ExplainCommand.self, CheckCommand.self, DataCommand.self, TopologyCommand.self,
            BenchCommand.self, JobCommand.self,
        ])

    /// ArgumentParser calls a word that is no subcommand an unexpected argument.
    static func main() {
        CrashManners.takeOn(Array(CommandLine.arguments.dropFirst()))
        if let text = misspelt(Array(CommandLine.arguments.dropFirst())) {
            StandardError.print("Error: \(text)\nUsage: sweep <subcommand>\n  See 'sweep --help' for more information.")
            _exit(ExitStatus.usage.rawValue)
        }
        if let script = CompletionScript.asked(Array(CommandLine.arguments.dropFirst())) { return Terminal.line(script) }
        SlurmPatience.tell { StandardError.print("note: \($0)") }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard let help = HelpText.asked(error) else { exit(withError: error) }
            Terminal.line(help)
        }
    }

    /// What is to be said of the words that name a command, also behind `help`, which ArgumentParser then gives of all;
    /// nil where they do name one.
    static func misspelt(_ words: [String]) -> String? {
        guard let first = words.first else { return nil }
        if first == "help" { return misspelt(Array(words.dropFirst())) }
        if let text = misspelt(first) { return text }
        let names = configuration.subcommands.first { $0.configuration.commandName == first }?.configuration.subcommands
            .compactMap { $0.configuration.commandName } ?? []
        guard words.count > 1, !names.isEmpty, !words[1].hasPrefix("-"), !names.contains(words[1]) else { return nil }
        return "'\(words[1])' is no subcommand of \(first); "
            + (NearestWord.find(words[1], among: names).map { "did you mean \($0)?" } ?? "they are \(names.joined(separator: ", "))")
    }

    /// What is to be said of a first word; nil where it is a subcommand or an option.
    private static func misspelt(_ word: String) -> String? {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard !word.hasPrefix("-"), !names.contains(word) else { return nil }
        if word.hasSuffix(".yaml") || word.hasSuffix(".yml") {
            return "'\(word)' is no subcommand; did you mean: \(ThisProgram.command("run", word))"
        }
        let shown = configuration.subcommands.filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }
        return "'\(word)' is no subcommand; "
            + (NearestWord.find(word, among: shown).map { "did you mean \($0)?" } ?? "they are \(shown.joined(separator: ", "))")
    }
}
