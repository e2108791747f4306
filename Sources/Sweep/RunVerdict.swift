import ArgumentParser
import Core
import Foundation

/// The last lines on the terminal and the exit status: what did not go well, and how to go on.
struct RunVerdict {
    let runner: SweepRunner
    let record: SweepRecord
    /// What could not be written; nil where all was.
    let refusal: String?
    /// The signal that stopped the run; nil if none did.
    let signal: Int32?
    let again: String
    let folder: ResultsFolder

    func report() throws {
        let failures = runner.failures
        let unpassed = runner.outcomes.compactMap { unit, outcome -> String? in
            guard let outcome else { return nil }
            if case .passed = outcome { return nil }
            return "\(runner.plan.label(of: unit)): \(outcome.name): \(outcome.explanation(unit.settings))"
        }
        for line in unpassed { Terminal.line("search did not pass: \(line)") }
        let givenUp = Set(failures.filter(runner.isGivenUp).map(\.id))
        for failure in failures {
            let note = givenUp.contains(failure.id) ? " (not tried again; --retry-failed tries it)" : ""
            Terminal.line("failed: \(runner.plan.label(of: failure.job)): \(failure.stage): \(failure.reason)\(note)")
        }
        let nonFinite = record.jobs.filter(\.hasNonFinite)
        for job in nonFinite {
            Terminal.line("not finite: \(runner.plan.label(of: job.job)): a measure is NaN or infinite")
        }
        if let refusal {
            Terminal.line("stopped: \(refusal)")
            Terminal.line(whatIsKept)
            throw ExitStatus.incomplete
        }
        if let signal, !runner.isComplete {
            Terminal.line("interrupted; go on with: \(again)")
            throw ExitCode(128 + signal)
        }
        if !failures.isEmpty {
            let flag = givenUp.count == failures.count && !again.contains(" --retry-failed") ? " --retry-failed" : ""
            Terminal.line("try the failed ones again with: \(again)\(flag)")
            throw ExitStatus.incomplete
        }
        if !unpassed.isEmpty || !nonFinite.isEmpty { throw ExitStatus.incomplete }
    }

    /// Somebody may have taken the folder away under the run, which then has nothing to go on from.
    private var whatIsKept: String {
        let path = folder.url.relativePath
        func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
        if !isThere(folder.url) {
            return "\(path) is gone, and all that was recorded there; put it back, or begin anew with: \(again)"
        }
        if !isThere(folder.journal) {
            return "\(path)/journal is gone, and with it what tells what the other files are; put it back, or begin anew "
                + "in another folder (--results)"
        }
        return "what was recorded before is kept; go on with: \(again)"
    }
}
