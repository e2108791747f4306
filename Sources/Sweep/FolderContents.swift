import ArgumentParser
import Core
import Foundation

extension ResultsFolder {
    /// Whether a run has made the folder and not come to its first job, before which it writes down what the folder is of.
    var isOnlyBegun: Bool {
        let files = FileManager.default
        guard !files.fileExists(atPath: specification.path), !files.fileExists(atPath: cutFile.path),
            let journal = try? files.contentsOfDirectory(atPath: journal.path)
        else { return false }
        return journal.isEmpty && files.fileExists(atPath: models.path)
    }
}

/// A results folder on a person's behalf.
enum FolderContents {
    /// Says what is wrong where there is no results folder.
    static func check(_ path: String) throws {
        let folder = ResultsFolder(URL(fileURLWithPath: path))
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isThere, isFolder.boolValue else {
            throw failure(
                ExitStatus.usage, "'\(path)': expected a results folder, found \(isThere ? "a file" : "nothing")")
        }
        try checkReading(folder)
        guard FileManager.default.fileExists(atPath: folder.journal.path) else {
            throw failure(
                ExitStatus.usage, "\(path): expected a results folder of sweep run, with journal/ in it; found no journal/")
        }
        if folder.isOnlyBegun { throw failure(ExitStatus.incomplete, begun(folder)) }
    }

    /// Says so where the folder may not be read, or where what it tells of itself is gone.
    static func checkReading(_ folder: ResultsFolder) throws {
        let path = folder.url.relativePath
        for url in [folder.url, folder.journal] where access(url.path + "/.", R_OK | X_OK) != 0 && errno == EACCES {
            throw failure(ExitStatus.usage, "\(url.relativePath): cannot be read: \(SystemError.text(EACCES))")
        }
        if folder.hasLostJournal {
            throw failure(ExitStatus.usage, "\(path): journal/ is gone, from which everything is made; put it back")
        }
    }

    /// Nil where the journal tells what the models are, as far as can be seen.
    static func forgotten(_ folder: ResultsFolder) -> String? {
        let count = folder.forgottenModels
        guard count > 0 else { return nil }
        return "\(folder.journal.path) holds nothing, and \(count.of("model")) \(count == 1 ? "is" : "are") there that it must have "
            + "told of: a copy put back saves computing all again"
    }

    /// Of a folder that a run has made and left nothing in.
    static func begun(_ folder: ResultsFolder) -> String {
        let path = folder.url.relativePath
        guard let held = ResultsLock.held(folder: folder.url.path) else {
            return "\(path): a run was begun there, which was stopped before its first job, or waits on another machine; there is "
                + "nothing yet"
        }
        let who = if case .held(_, let holder?) = held { " by process \(holder.pid) on \(holder.host)" } else { "" }
        return "\(path): a run was begun there\(who); it reads data or waits for cores, and there is nothing yet"
    }

    static func read(_ path: String) throws -> (ResultsFolder, FolderRecord) {
        try check(path)
        let folder = ResultsFolder(URL(fileURLWithPath: path))
        do {
            let found = try FolderRecord(folder)
            for damage in found.damage { StandardError.print("warning: \(damage)") }
            for notice in found.notices { StandardError.note("\(notice)") }
            return (folder, found)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }
}
