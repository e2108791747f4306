import ArgumentParser
import Core
import Foundation

extension TableExport: ExpressibleByArgument {}

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write results as CSV: learning curves, networks, or the table.",
        discussion: """
            To standard output, or to a file, from what the folder's journal has now; a run may be going on there.

              history   a row per network and epoch: cross-entropy, regulariser R, validation accuracy
              jobs      a row per network, as jobs.csv
              table     a row per data set, group, method and choice of ν, as table.csv

              sweep export history results/quickstart > history.csv
              sweep export table results/quickstart --output table.csv
              sweep export jobs results/quickstart --csv excel-eu > jobs.csv

            The form is that of the folder's own tables unless --csv is given: a run that was told --csv excel-eu left \
            semicolons and decimal commas, and so does this.

            Exit status: 0 all is written; 1 something could not be written, or learning curves are missing: the others \
            are written; 64 bad arguments.
            """)

    @Argument(help: "history, jobs or table.")
    var table: TableExport

    @Argument(help: "The results folder.", completion: .directory)
    var results: String

    @Option(help: "The file to write; it is replaced at once, whole. (default: standard output)", completion: .file())
    var output: String?

    @Option(
        help: "standard, or excel-eu: semicolons and decimal commas. (default: as the folder's tables have it, else standard)")
    var csv: CSVDialect?

    func run() throws {
        guard output != "" else {
            throw failure(ExitStatus.usage, "--output: expected a file, found an empty name")
        }
        let (folder, found) = try FolderContents.read(results)
        var missing: String?
        let csv = csv ?? .own(of: folder)
        do {
            let curves = try folder.curves(found.record)
            if table == .history {
                for damage in curves.damage { StandardError.print("warning: \(damage)") }
                missing = curves.missing(found.record).text("they have no rows here")
            }
            if let output {
                try table.write(found.record, curves: curves, csv, to: URL(fileURLWithPath: output))
            } else {
                try table.write(found.record, curves: curves, csv) { bytes throws(FileError) in
                    guard let code = Terminal.writeNow(bytes, to: STDOUT_FILENO) else { return }
                    throw .refused(.write, path: "standard output", code: code)
                }
            }
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        // Whoever reads the rows in a script must not take them for all.
        if let missing { throw failure(ExitStatus.incomplete, missing) }
    }
}
