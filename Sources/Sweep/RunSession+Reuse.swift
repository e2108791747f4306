import ArgumentParser
import Core
import Foundation

extension RunSession {
    /// What other results folders have of this sweep, before it is asked what is missing.
    func takeOver(_ data: RunData) throws {
        for other in earlier {
            guard other.url.standardizedFileURL.path != folder.url.standardizedFileURL.path else {
                throw failure(ExitStatus.usage, "--reuse \(other.url.relativePath): that is the results folder itself")
            }
            guard FileManager.default.fileExists(atPath: other.journal.path) else {
                throw failure(
                    ExitStatus.usage,
                    "--reuse \(other.url.relativePath): expected a results folder, found no journal/ there")
            }
            let header = RunHeader(
                date: ISO8601DateFormatter().string(from: Date()), host: ProcessInfo.processInfo.hostName,
                program: "\(Program.name), taken from \(other.url.relativePath)",
                instructionSet: kernels.instructionSet.rawValue, lanes: 0)
            let taken: EarlierResults
            do {
                taken = try EarlierResults.take(
                    from: other, into: folder, for: spec, identities: data.identities, header: header)
            } catch {
                throw failure(ExitStatus.incomplete, "--reuse \(other.url.relativePath): \(error)")
            }
            for refusal in taken.refusals { StandardError.print("warning: --reuse: \(refusal)") }
            guard mode.isForPeople else { continue }
            Terminal.line(
                "taken from \(other.url.relativePath): \(Text.count(taken.trained, "network")), "
                    + Text.count(taken.evaluated, "measuring"))
        }
    }
}
