import ArgumentParser
import Core
import Foundation

/// Other results folders, whose networks are taken over where the sweep asks for them.
struct ReuseArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Another results folder: what it has of this sweep's networks is copied, not computed again. May be repeated.",
            valueName: "folder"),
        completion: .directory)
    var reuse: [String] = []

    var folders: [ResultsFolder] { reuse.map { ResultsFolder(URL(fileURLWithPath: $0)) } }

    /// They have to be there before anything is waited for.
    /// - Parameters:
    ///   - others: that were named.
    ///   - folder: what is taken goes there.
    /// - Throws: the exit status.
    static func check(_ others: [ResultsFolder], for folder: ResultsFolder) throws {
        for other in others {
            guard other.url.standardizedFileURL.path != folder.url.standardizedFileURL.path else {
                throw failure(ExitStatus.usage, "--reuse \(other.url.relativePath): that is the results folder itself")
            }
            guard FileManager.default.fileExists(atPath: other.journal.path) else {
                throw failure(
                    ExitStatus.usage,
                    "--reuse \(other.url.relativePath): expected a results folder, found no journal/ there")
            }
        }
    }

    /// For people.
    static func text(_ networks: Int, _ measurings: Int) -> String {
        "\(networks.of("network")), \(measurings.of("measuring"))"
    }
}
