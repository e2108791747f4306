import ArgumentParser
import Core
import Foundation

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write report.html: all results in one page.",
        discussion: """
            One file without scripts or links to elsewhere: the question, the table beside the paper's, the ν searches, \
            every seed, learning curves, figures, failures, provenance and the sweep file. A run writes it at its end; \
            this command writes it from what the folder has now, also while a run goes on there, and computes nothing. \
            On a desktop's terminal it then shows the page in the browser.

              sweep report results/quickstart
              sweep report results/quickstart --open-none
            """)

    @Argument(help: "The results folder.", completion: .directory)
    var results: String

    @Flag(help: "Do not show the page in a browser.")
    var openNone = false

    func run() throws {
        let (folder, found) = try FolderContents.read(results)
        var notices = found.notices
        let files = FigureFiles(folder)
        let figures = PaperFigures.all(found.record, files: files) { notices.append("\($0)") }
        do {
            let report = try folder.report(found.record, figures: figures, files: files, notices: notices)
            for warning in report.warnings { StandardError.print("warning: \(warning)") }
            try folder.writeReport(report)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        Terminal.line(folder.report.relativePath)
        if !openNone { Browser.show(folder.report) }
    }
}
