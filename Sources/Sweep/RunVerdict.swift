import ArgumentParser
import Core

/// The last lines on the terminal and the exit status: what did not go well, and how to go on.
struct RunVerdict {
    let runner: SweepRunner
    let record: SweepRecord
    /// The signal that stopped the run; nil if none did.
    let signal: Int32?
    let again: String

    func report() throws {
        let failures = runner.failures
        let unpassed = runner.outcomes.compactMap { unit, outcome -> String? in
            guard let outcome else { return nil }
            if case .passed = outcome { return nil }
            return "\(unit.label): \(outcome.name): \(outcome.explanation(unit.settings))"
        }
        for line in unpassed { Terminal.line("search did not pass: \(line)") }
        for failure in failures { Terminal.line("failed: \(failure.job.label): \(failure.stage): \(failure.reason)") }
        let nonFinite = record.jobs.filter(\.hasNonFinite)
        for job in nonFinite { Terminal.line("not finite: \(job.job.label): a measure is NaN or infinite") }
        if let error = runner.diskError {
            Terminal.line("stopped: \(error)")
            Terminal.line("what was recorded before is kept; go on with: \(again)")
            throw ExitStatus.incomplete
        }
        if let signal, !runner.isComplete {
            Terminal.line("interrupted; go on with: \(again)")
            throw ExitCode(128 + signal)
        }
        if !failures.isEmpty {
            Terminal.line("try the failed ones again with: \(again)")
            throw ExitStatus.incomplete
        }
        if !unpassed.isEmpty || !nonFinite.isEmpty { throw ExitStatus.incomplete }
    }
}
