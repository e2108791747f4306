import Foundation

/// The commit that a program built in its working copy stands on.
public struct SourceRevision: Sendable, Codable, Equatable {
    public var commit: String
    /// Whether tracked files differed from the commit.
    public var dirty: Bool
    /// SHA-256 of `git diff HEAD`; nil unless dirty.
    public var diffDigest: String?

    public init(commit: String, dirty: Bool, diffDigest: String?) {
        self.commit = commit
        self.dirty = dirty
        self.diffDigest = diffDigest
    }

    /// Of the working copy that holds `folder`. Asked of the program's own folder, not of the
    /// user's: an installed program lies in none, and must not claim the commit of the repository
    /// it is used in.
    ///
    /// - Returns: nil where there is no working copy or no git.
    public static func of(_ folder: URL) -> SourceRevision? {
        guard let head = git(["rev-parse", "--verify", "HEAD"], in: folder) else { return nil }
        let commit = String(decoding: head, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard commit.count >= 40, commit.allSatisfy(\.isHexDigit),
            // The user's own diff tools must not run here.
            let diff = git(["diff", "--no-ext-diff", "HEAD"], in: folder)
        else { return nil }
        return SourceRevision(commit: commit, dirty: !diff.isEmpty, diffDigest: diff.isEmpty ? nil : Digest.sha256(diff))
    }

    private static func git(_ arguments: [String], in folder: URL) -> Data? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "--no-pager", "-C", folder.path] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = output
        do { try process.run() } catch { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }
}
