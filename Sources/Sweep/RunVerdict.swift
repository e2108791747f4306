import ArgumentParser
import Core

/// The last lines on the terminal and the exit status: what did not go well, and how to go on.
struct RunVerdict {
    let runner: SweepRunner
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
        for line in unpassed { print("search did not pass: \(line)") }
        for failure in failures { print("failed: \(failure.job.label): \(failure.stage): \(failure.reason)") }
        if let error = runner.journalError {
            print("the journal could not be written: \(error)")
            print("what was recorded before is kept; go on with: \(again)")
            throw ExitStatus.incomplete
        }
        if let signal, !runner.isComplete {
            print("interrupted; go on with: \(again)")
            throw ExitCode(128 + signal)
        }
        if !failures.isEmpty {
            print("try the failed ones again with: \(again)")
            throw ExitStatus.incomplete
        }
        if !unpassed.isEmpty { throw ExitStatus.incomplete }
    }
}
