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

    private struct Words {
        var lines: [ProseLine] = []
        var status = ExitCode.success
    }

    /// Says it on standard output.
    /// - Returns: the exit status.
    func report(_ mode: RunDisplay.Mode, _ display: RunDisplay) -> ExitCode {
        let words = words
        guard mode == .json else {
            Terminal.show(words.lines)
            return words.status
        }
        let record = RunEventRecord.ended(
            status: words.status.rawValue, again: again, at: display.elapsed, progress: display.progress,
            isComplete: runner.isComplete, refusal: refusal,
            failures: runner.failures.map { (event: $0, isGivenUp: runner.isGivenUp($0)) }, outcomes: runner.outcomes,
            plan: runner.plan)
        Terminal.line(record.line)
        return words.status
    }

    /// A line for each search that passed or has no end yet; the others are failures.
    /// - Parameter progress: of the run.
    func searches(_ progress: RunProgress) -> [String] {
        zip(runner.outcomes, progress.searches).compactMap { found, search in
            switch found.outcome {
            case .passed?:
                "search passed: \(search.label): \(found.outcome?.explanation(found.unit.settings) ?? "")"
            case nil: "search not finished: \(search.label): \(SearchWords.bracket(search))"
            default: nil
            }
        }
    }

    private var words: Words {
        var words = Words()
        let path = folder.url.relativePath
        func bad(_ text: String) { words.lines.append(ProseLine(text, isBad: true, whole: [path])) }
        let failures = runner.failures
        let unpassed = runner.outcomes.compactMap { unit, outcome -> String? in
            guard let outcome else { return nil }
            if case .passed = outcome { return nil }
            return "\(runner.plan.label(of: unit)): \(outcome.name): \(outcome.explanation(unit.settings))"
        }
        for line in unpassed { bad("search did not pass: \(line)") }
        let givenUp = Set(failures.filter(runner.isGivenUp).map(\.id))
        for failure in failures {
            let note = givenUp.contains(failure.id) ? " (not tried again; --retry-failed tries it)" : ""
            bad("failed: \(runner.plan.label(of: failure.job)): \(failure.stage): \(failure.reason)\(note)")
        }
        let nonFinite = record.jobs.filter(\.hasNonFinite)
        for job in nonFinite { bad("not finite: \(runner.plan.label(of: job.job)): a measure is NaN or infinite") }
        if let refusal {
            bad("stopped: \(refusal)")
            words.lines.append(whatIsKept)
            words.status = ExitStatus.incomplete
        } else if let signal, !runner.isComplete {
            words.lines.append(ProseLine("interrupted; go on with:", command: again))
            words.status = ExitCode(128 + signal)
        } else if !failures.isEmpty {
            let flag = givenUp.count == failures.count && !again.contains(" --retry-failed") ? " --retry-failed" : ""
            words.lines.append(ProseLine("try the failed ones again with:", command: again + flag))
            words.status = ExitStatus.incomplete
        } else if !unpassed.isEmpty || !nonFinite.isEmpty {
            words.status = ExitStatus.incomplete
        }
        return words
    }

    /// Somebody may have taken the folder away under the run, which then has nothing to go on from.
    private var whatIsKept: ProseLine {
        let path = folder.url.relativePath
        func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
        if !isThere(folder.url) {
            return ProseLine(
                "\(path) is gone, and all that was recorded there; put it back, or begin anew with:", command: again, whole: [path])
        }
        if !isThere(folder.journal) {
            return ProseLine(
                "\(path)/journal is gone, and with it what tells what the other files are; put it back, or begin anew "
                    + "in another folder (--results)", whole: [path])
        }
        return ProseLine("what was recorded before is kept; go on with:", command: again)
    }
}
