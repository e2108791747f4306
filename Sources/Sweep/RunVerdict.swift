import ArgumentParser
import Core

/// The last lines on the terminal and the exit status: what did not go well, and how to go on.
struct RunVerdict {
    let runner: SweepRunner
    let record: SweepRecord
    /// What could not be written; nil where all was.
    let refusal: String?
    /// The signal that stopped the run; nil if none did.
    let signal: Int32?
    let again: String

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
            Terminal.line("what was recorded before is kept; go on with: \(again)")
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
}
