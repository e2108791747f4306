import Foundation
import PackagePlugin

/// Asks git, at each build that something has changed for, what the program is built from (`Scripts/revision.sh`).
///
/// A command of the build with inputs of its own, because the other ways were tried and tell what was true at some
/// earlier build: `Context.gitInformation` is kept with the manifest, which a commit or an edit does not change, and
/// a prebuild command runs only where the build is planned anew.
@main
struct RevisionPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let root = context.package.directoryURL
        let script = root.appending(path: "Scripts/revision.sh")
        let output = context.pluginWorkDirectoryURL.appending(path: "Revision.swift")
        return [
            .buildCommand(
                displayName: "Asking git for the revision", executable: URL(fileURLWithPath: "/bin/sh"),
                arguments: [script.path, root.path, output.path],
                inputFiles: [script, root.appending(path: "Package.swift")] + sources(root) + gitFiles(root),
                outputFiles: [output])
        ]
    }

    /// All that is compiled: an edit must be seen.
    private func sources(_ root: URL) -> [URL] {
        let all = FileManager.default.enumerator(
            at: root.appending(path: "Sources"), includingPropertiesForKeys: [.isRegularFileKey])
        var files: [URL] = []
        while let url = all?.nextObject() as? URL {
            if (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true { files.append(url) }
        }
        return files.sorted { $0.path < $1.path }
    }

    /// What changes with a commit, a checkout, a reset. None without git.
    private func gitFiles(_ root: URL) -> [URL] {
        let files = FileManager.default
        var folder = root.appending(path: ".git")
        // In a further working tree it is a file that names the folder.
        if let text = try? String(contentsOf: folder, encoding: .utf8), text.hasPrefix("gitdir: ") {
            let path = text.dropFirst("gitdir: ".count).prefix { $0 != "\n" }
            // As that of a submodule it may be relative, and a base without its last slash would lose its last part.
            folder = URL(fileURLWithPath: String(path), relativeTo: URL(fileURLWithPath: root.path, isDirectory: true))
        }
        return ["HEAD", "index", "logs/HEAD"].map { folder.appending(path: $0).absoluteURL }
            .filter { files.fileExists(atPath: $0.path) }
    }
}
