// What the program was built from, for whoever links this: Sources/CBuildRevision declares it. A module of its own,
// reached through C, so that a commit costs no more than compiling this, the command's files and a link.
//
// `revision…` stand in the file that Scripts/revision.sh makes at each build.

@_cdecl("sweep_build_commit")
public func buildCommit() -> UnsafePointer<CChar> { characters(revisionCommit) }

@_cdecl("sweep_build_diff")
public func buildDiff() -> UnsafePointer<CChar> { characters(revisionDiff) }

@_cdecl("sweep_build_diff_size")
public func buildDiffSize() -> Int { revisionDiffSize }

@_cdecl("sweep_build_diff_hash")
public func buildDiffHash() -> UnsafePointer<CChar> { characters(revisionDiffHash) }

/// Literals end in a zero byte, and last as long as the program.
private func characters(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
