import ArgumentParser
import Core
import Foundation

/// What shells complete besides files and subcommands, from the tables of sweep files.
extension CompletionKind {
    /// `training.epochs=` and so on, of all that `--set` takes, and behind it the words that the key takes.
    static var settings: CompletionKind {
        .custom { _, _, typed in SettingWords(addsSpaces: CompletionShell.requesting == .fish).offered(typed) }
    }

    /// All that `sweep explain` explains.
    static var explained: CompletionKind { .list(ExplainedWords.all) }

    /// Groups and permutation files, parted by commas.
    static var groups: CompletionKind { .custom { _, _, typed in Self.groups(typed) } }

    /// - Parameter typed: as in `R4,T`.
    /// - Returns: the same with each group that may come last, and each text file and folder.
    static func groups(_ typed: String) -> [String] {
        let head = typed.lastIndex(of: ",").map { String(typed[...$0]) } ?? ""
        let named = head.split(separator: ",").map(String.init)
        return (GroupName.offered.filter { !named.contains($0) } + files(String(typed.dropFirst(head.count)))).map { head + $0 }
    }

    /// Folders, each with its slash, and what is named as permutation files are.
    private static func files(_ typed: String) -> [String] {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        let place = folder.isEmpty ? "." : (folder as NSString).expandingTildeInPath
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().compactMap { name in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(place)/\(name)", isDirectory: &isFolder) else { return nil }
            return isFolder.boolValue ? "\(folder)\(name)/" : name.hasSuffix(".txt") ? folder + name : nil
        }
    }
}
