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
        let figures = PaperFigures.all(found.record, files: FigureFiles(folder)) { notices.append("\($0)") }
        do {
            try folder.writeReport(try folder.report(found.record, figures: figures, notices: notices))
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        Terminal.line(folder.report.relativePath)
        if !openNone { Browser.show(folder.report) }
    }
}

/// A results folder on a person's behalf.
enum FolderContents {
    static func read(_ path: String) throws -> (ResultsFolder, FolderRecord) {
        let folder = ResultsFolder(URL(fileURLWithPath: path))
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isThere, isFolder.boolValue else {
            throw failure(
                ExitStatus.usage, "'\(path)': expected a results folder, found \(isThere ? "a file" : "nothing")")
        }
        if folder.hasLostJournal {
            throw failure(ExitStatus.usage, "\(path): journal/ is gone, from which everything is made; put it back")
        }
        guard FileManager.default.fileExists(atPath: folder.journal.path) else {
            throw failure(
                ExitStatus.usage, "\(path): expected a results folder of sweep run, with journal/ in it; found no journal/")
        }
        do {
            let found = try FolderRecord(folder)
            for damage in found.damage { StandardError.print("warning: \(damage)") }
            for notice in found.notices { StandardError.print("note: \(notice)") }
            return (folder, found)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }
}

/// Shows a page where there is somebody to see it.
enum Browser {
    static func show(_ page: URL) {
        guard Terminal.isInteractive else { return }
        #if os(macOS)
        let opener = "/usr/bin/open"
        #else
        let environment = ProcessInfo.processInfo.environment
        guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return }
        let opener = "/usr/bin/xdg-open"
        #endif
        guard FileManager.default.isExecutableFile(atPath: opener) else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: opener)
        process.arguments = [page.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // The page is written; whether a browser shows it is a convenience.
        try? process.run()
    }
}
