import Foundation
import Testing

/// What a build is told of its sources (`Scripts/revision.sh`), on a repository of the test's own. Needs git.
@Suite(.enabled(if: Git.isHere, "no git on the PATH"))
struct RevisionTests {
    private struct Found: Equatable {
        var commit = ""
        var size = 0
        var hash = ""
        var diff = ""
    }

    /// - Parameter path: of the shell; nil for the usual one.
    private func ask(_ package: URL, path: String? = nil, in folder: URL) throws -> Found {
        let output = folder.appendingPathComponent("Revision.swift")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Scripts/revision.sh")
        let result = try Tool.run(
            "sh", [script.path, package.path, output.path], environment: path.map { ["PATH": $0] } ?? [:], in: folder)
        try #require(result.status == 0, "\(result.errors)")
        var found = Found()
        for line in try String(contentsOf: output, encoding: .utf8).split(separator: "\n") {
            guard let equals = line.range(of: " = ") else { continue }
            let value = line[equals.upperBound...].replacingOccurrences(of: "\"", with: "")
            if line.hasPrefix("let revisionCommit:") { found.commit = value }
            if line.hasPrefix("let revisionDiffSize") { found.size = Int(value) ?? -1 }
            if line.hasPrefix("let revisionDiffHash:") { found.hash = value }
            if line.hasPrefix("let revisionDiff:") {
                let digits = Array(value.utf8)
                let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                    UInt8(String(decoding: digits[$0 ..< $0 + 2], as: UTF8.self), radix: 16)
                }
                found.diff = String(decoding: bytes, as: UTF8.self)
            }
        }
        return found
    }

    private func withPackage(_ body: (_ folder: URL, _ package: URL, _ commit: String) throws -> Void) throws {
        try withFolder { folder in
            let package = folder.appendingPathComponent("package")
            try FileManager.default.createDirectory(
                at: package.appendingPathComponent("Sources/X"), withIntermediateDirectories: true)
            _ = try write("let a = 1\n", to: package, as: "Sources/X/a.swift")
            _ = try write("//\n", to: package, as: "Package.swift")
            try Git.run(["init", "-q", "."], in: package)
            try Git.run(["add", "-A"], in: package)
            try Git.run(["commit", "-q", "-m", "x"], in: package)
            let commit = try Git.run(["rev-parse", "HEAD"], in: package).trimmingCharacters(in: .newlines)
            try body(folder, package, commit)
        }
    }

    @Test func `the commit, and what was changed since`() throws {
        try withPackage { folder, package, commit in
            #expect(try ask(package, in: folder) == Found(commit: commit))
            // What is not compiled does not count.
            _ = try write("x", to: package, as: "README.md")
            #expect(try ask(package, in: folder) == Found(commit: commit))
            _ = try write("let a = 2\n", to: package, as: "Sources/X/a.swift")
            _ = try write("let b = \"ä\"\n", to: package, as: "Sources/X/b c.swift")
            let changed = try ask(package, in: folder)
            #expect(changed.commit == commit && changed.size == changed.diff.utf8.count && changed.hash.count == 40)
            for line in ["-let a = 1\n", "+let a = 2\n", "+let b = \"ä\"\n"] { #expect(changed.diff.contains(line)) }
            // It is a diff: taken back, it leads to the commit.
            let diff = try write(changed.diff, to: folder, as: "x.diff")
            try Git.run(["apply", "-R", diff], in: package)
            #expect(try ask(package, in: folder) == Found(commit: commit))
        }
    }

    @Test func `a large diff is cut, and its size and hash are of all of it`() throws {
        try withPackage { folder, package, commit in
            _ = try write(String(repeating: "// 0123456789\n", count: 30_000), to: package, as: "Sources/X/large.swift")
            let found = try ask(package, in: folder)
            #expect(found.commit == commit && found.size > 400_000 && found.diff.utf8.count == 262_144)
        }
    }

    @Test func `without git, or inside another repository, the commit is unknown`() throws {
        try withPackage { folder, package, _ in
            let tools = folder.appendingPathComponent("tools")
            try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
            let git = try write("#!/bin/sh\nexit 127\n", to: tools, as: "git")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: git)
            #expect(try ask(package, path: "\(tools.path):/usr/bin:/bin", in: folder) == Found())
            // As an archive unpacked in somebody's project.
            try Git.run(["init", "-q", "."], in: folder)
            try Git.run(["commit", "-q", "--allow-empty", "-m", "x"], in: folder)
            try FileManager.default.removeItem(at: package.appendingPathComponent(".git"))
            #expect(try ask(package, in: folder) == Found())
        }
    }

    @Test func `the program tells its commit`() throws {
        try withFolder { folder in
            let result = try Program().run(["--version"], in: folder)
            #expect(result.status == 0)
            let expected = #/[0-9]+\.[0-9]+\.[0-9]+ \((commit unknown|[0-9a-f]{12}(, changed: [0-9a-f]{12})?)\)\n/#
            #expect(result.output.wholeMatch(of: expected) != nil, "\(result.output)")
        }
    }
}

enum Git {
    static let isHere = (try? withFolder { try Tool.run("git", ["--version"], in: $0).status }) == 0

    /// - Returns: what it printed.
    @discardableResult
    static func run(_ arguments: [String], in folder: URL) throws -> String {
        // Nothing of whoever runs the tests.
        let environment = [
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
        ]
        let result = try withFolder {
            try Tool.run("git", ["-C", folder.path] + arguments, environment: environment, in: $0)
        }
        try #require(result.status == 0, "git \(arguments): \(result.errors)")
        return result.output
    }
}
