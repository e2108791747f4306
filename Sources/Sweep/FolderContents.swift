import ArgumentParser
import Core
import Foundation

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
    }

    static func read(_ path: String) throws -> (ResultsFolder, FolderRecord) {
        try check(path)
        let folder = ResultsFolder(URL(fileURLWithPath: path))
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
