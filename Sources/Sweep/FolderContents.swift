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
        if folder.hasLostJournal {
            throw failure(ExitStatus.usage, "\(path): journal/ is gone, from which everything is made; put it back")
        }
        guard FileManager.default.fileExists(atPath: folder.journal.path) else {
            throw failure(
                ExitStatus.usage, "\(path): expected a results folder of sweep run, with journal/ in it; found no journal/")
        }
        if folder.isOnlyBegun { throw failure(ExitStatus.incomplete, begun(folder)) }
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
