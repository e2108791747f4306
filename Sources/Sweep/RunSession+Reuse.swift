import ArgumentParser
import Core
import Foundation

extension RunSession {
    /// How many refusals are named, of each folder.
    private static var mostRefusals: Int { 10 }

    /// What `--reuse` names has to be there before anything is waited for. A process that goes on after a crash needs
    /// none of it.
    func checkEarlier() throws {
        guard !safety.isRestarted else { return }
        for other in earlier {
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

    /// What other results folders have of this sweep. Once in a run: a process that goes on after a crash finds it done.
    /// - Returns: whether there is anything in the folder that was not there before.
    func takeOver(_ data: RunData) throws -> Bool {
        guard !safety.isRestarted else { return false }
        var hasTaken = false
        for other in earlier {
            let taken: EarlierResults
            do {
                taken = try EarlierResults.take(from: other, into: folder, for: spec, identities: data.identities)
            } catch {
                throw failure(ExitStatus.incomplete, "--reuse \(other.url.relativePath): \(error)")
            }
            hasTaken = hasTaken || !taken.isEmpty
            for refusal in taken.refusals.prefix(Self.mostRefusals) { StandardError.print("warning: --reuse: \(refusal)") }
            let more = taken.refusals.count - Self.mostRefusals
            if more > 0 { StandardError.print("warning: --reuse: and \(more) more of the same") }
            if taken.hasOthers {
                StandardError.print(
                    "note: --reuse \(other.url.relativePath): "
                        + "\(Self.text(taken.otherTrained, taken.otherEvaluated)) of other numerics left")
            }
            guard mode.isForPeople else { continue }
            Terminal.line("taken from \(other.url.relativePath): \(Self.text(taken.trained, taken.evaluated))")
        }
        return hasTaken
    }

    private static func text(_ networks: Int, _ measurings: Int) -> String {
        "\(networks.of("network")), \(measurings.of("measuring"))"
    }
}
