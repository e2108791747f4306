import ArgumentParser
import Core
import Foundation

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check results: files, tables, and a sample of the numbers.",
        usage: "sweep verify [<options>] <results>",
        discussion: """
            Reads every line of the journal and of the learning curves, holds the SHA-256 of every model and of the \
            analyses' tensors against it, makes tables, figures and report \
            from the journal once more and compares bytes, decides the ν searches again, and measures a sample of the \
            networks anew, from models and data: every value must be the same to the last bit. Changes nothing.

              sweep verify results/quickstart
              sweep verify results/nu_search --sample 20 --seed 1
              sweep verify results/nu_search --all
              sweep verify results/nu_search --retrain 1

            Exit status: 0 all that was checked is right; 1 something is not, or could not be checked although it was \
            asked for; 2 a run is going on there; 64 bad arguments.
            """)

    @Argument(help: "The results folder.", completion: .directory)
    var results: String

    @Option(parsing: .unconditional, help: "How many networks to measure again; 0 for none.")
    var sample = 5

    @Flag(help: "Measure all networks again.")
    var all = false

    @Option(parsing: .unconditional, help: "How many networks to train again, from the beginning.")
    var retrain = 0

    @Option(
        parsing: .unconditional, help: "Chooses the sample. (default: 0)",
        transform: UInt64.given(as: "a whole number from 0 on"))
    var seed: UInt64 = 0

    @Flag(help: "Do not download data.")
    var offline = false

    func run() throws {
        StopSignals.endWithoutTraces()
        for (name, value) in [("--sample", sample), ("--retrain", retrain)] where value < 0 {
            throw failure(ExitStatus.usage, "\(name): expected 0 or more networks, found \(value)")
        }
        let kernels = KernelSet.of(try KernelChoice.make().chosen)
        let path = ResultsFolder(URL(fileURLWithPath: results))
        try FolderContents.check(results)
        if let held = ResultsLock.held(folder: path.url.path) { throw failure(ExitStatus.resultsInUse, held) }
        let folder: VerifiedFolder
        do {
            folder = try VerifiedFolder(path)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        let download = DownloadDisplay()
        let data = VerifiedData(DatasetStore(allowDownload: !offline)) { download.show($0) }
        let request = RecomputationRequest(
            sample: all ? nil : sample, retrain: retrain, seed: seed, kernels: kernels, workers: CheckCommand.workers)
        let progress: @Sendable (Int, Int) -> Void = { done, count in
            if Terminal.isInteractive { Terminal.write("\r\u{1B}[K  … \(done) of \(count)") }
        }
        // One by one, as they become known.
        let checks: [() -> VerificationLine] = [
            folder.journal, folder.curves, folder.models, folder.artefacts, folder.tables, folder.figures, folder.report,
            folder.searches,
            {
                defer { download.end() }
                return folder.splits(data)
            },
            { folder.measured(request, data, progress: progress) },
            { folder.retrained(request, data, progress: progress) },
        ]
        var isRight = true
        for check in checks {
            let line = check()
            StopSignals.goOnUnlessEnding()
            show(line)
            if line.state == .wrong { isRight = false }
        }
        Terminal.show(Self.unchecked(columns: Terminal.columns))
        guard isRight else {
            guard folder.hasGrown else { throw ExitStatus.incomplete }
            throw failure(
                ExitStatus.resultsInUse,
                "\(results): a run wrote there meanwhile, so what is called wrong may be right; verify it when it has ended")
        }
    }

    private func show(_ line: VerificationLine) {
        let style = Style.standard
        let (plain, word) = switch line.state {
        case .right: ("right", style.good("right"))
        case .wrong: ("WRONG", style.bad("WRONG"))
        case .unchecked: ("-----", style.faint("-----"))
        }
        // Colours have no width: they are put on behind the breaking.
        let texts = Self.summary(line, word: plain).lines(columns: Terminal.columns)
        Terminal.line("\(Terminal.isInteractive ? "\r\u{1B}[K" : "")\(word)\(texts[0].dropFirst(plain.count))")
        texts.dropFirst().forEach(Terminal.line)
        Terminal.show(line.details.map { ProseLine("         \($0)", whole: [results]) })
    }

    /// What goes on stands below the subject.
    static func summary(_ line: VerificationLine, word: String) -> ProseLine {
        ProseLine("\(word)  \(line.subject.padding(to: 10)) \(line.summary)", hanging: word.count + 2)
    }

    /// - Parameter columns: of the terminal; nil where there is none.
    static func unchecked(columns: Int?) -> [ProseLine] {
        let lines = [
            "not checked: PNG pictures, what provenance.json and source.yaml say,",
            "             checkpoints, times, places; unless retrained, the numbers of", "             learning curves, and best epochs",
        ]
        guard let columns, lines.contains(where: { $0.count >= columns }) else { return lines.map { ProseLine($0) } }
        let words = lines.flatMap { $0.split(separator: " ") }.joined(separator: " ")
        return [ProseLine(words, hanging: 13)]
    }
}
