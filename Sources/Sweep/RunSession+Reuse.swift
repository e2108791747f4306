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
        try ReuseArguments.check(earlier, for: folder)
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
                        + "\(ReuseArguments.text(taken.otherTrained, taken.otherEvaluated)) of other numerics left")
            }
            guard mode.isForPeople else { continue }
            Terminal.line("taken from \(other.url.relativePath): \(ReuseArguments.text(taken.trained, taken.evaluated))")
        }
        return hasTaken
    }
}
