import CBuildRevision
import Core

/// The program itself.
enum Program {
    static let version = "0.2.0"

    /// What it was built from.
    static let source = SourceRevision(
        commit: String(cString: sweep_build_commit()), hexadecimalDiff: String(cString: sweep_build_diff()),
        diffSize: sweep_build_diff_size(), diffHash: String(cString: sweep_build_diff_hash()))

    /// `0.2.0 (b8619b42a357)`, with `changed` and a number for the changes where files were not as committed.
    static var versionAndSource: String { "\(version) (\(source))" }

    /// As journals and checkpoints call it.
    static var name: String { "sweep \(versionAndSource)" }
}
