import ArgumentParser
import Core

/// What shells complete besides files and subcommands, from the tables of sweep files.
extension CompletionKind {
    /// `training.epochs=` and so on, of all that `--set` takes.
    static var settings: CompletionKind { .list(SweepSchema.allKeys.map { "\($0.path)=" }) }

    /// All that `sweep explain` explains.
    static var explained: CompletionKind { .list(ExplainedWords.all) }

    /// Groups parted by commas.
    static var groups: CompletionKind { .custom { _, _, typed in Self.groups(typed) } }

    /// - Parameter typed: as in `R4,T`.
    /// - Returns: the same with each group that may come last.
    static func groups(_ typed: String) -> [String] {
        let head = typed.lastIndex(of: ",").map { String(typed[...$0]) } ?? ""
        let named = head.split(separator: ",").map(String.init)
        return GroupName.offered.filter { !named.contains($0) }.map { head + $0 }
    }
}
