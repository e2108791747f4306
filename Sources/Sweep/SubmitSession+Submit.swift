import ArgumentParser
import Core
import Foundation

extension SubmitSession {
    /// Submits what is missing. All that is looked at and written is under the lock of the folder, for this host, and a
    /// claim, for others; the tasks are let go when everything is written down.
    /// - Throws: the exit status.
    func submit(_ data: RunData) throws {
        let signals = StopSignals {
            StandardError.print("note: stops as soon as Slurm has answered; once more ends at once")
        }
        defer { signals.end() }
        var undo = SubmissionUndo()
        do {
            let lock = try self.lock(&undo)
            try withExtendedLifetime(lock) {
                // While it is locked: afterwards an empty folder may be another's.
                defer { undo.removeFolders() }
                try claimed(data, &undo, signals.request)
            }
        } catch let stopped as StoppedSubmission {
            throw failure(ExitCode(128 + stopped.signal), "\(stopped); nothing is submitted")
        } catch {
            undo.removeFolders()
            throw error is ExitCode ? error : failure(ExitStatus.incomplete, "\(error)")
        }
    }

    private func lock(_ undo: inout SubmissionUndo) throws -> ResultsLock? {
        var wasThere = true
        let lock = try SharedFolder.lock(folder) {
            try undo.make(folder.url)
            wasThere = FileManager.default.fileExists(atPath: folder.lock.path)
        }
        if !wasThere, lock != nil { undo.made(folder.lock) }
        return lock
    }

    private func claimed(_ data: RunData, _ undo: inout SubmissionUndo, _ stop: StopRequest) throws {
        for url in folder.folders + [folder.slurm, folder.slurmLogs] { try undo.make(url) }
        let claim: SubmissionClaim
        do throws(SubmissionClaimError) {
            claim = try SubmissionClaim(folder)
        } catch {
            throw failure(ExitStatus.resultsInUse, error)
        }
        var isSubmitted = false
        defer {
            if isSubmitted { undo.keep() } else { undo.putBack() }
            claim.release()
        }
        // Somebody else may have submitted between the first look and now.
        try checkFolder()
        if let leftover = claim.leftover, !isRecorded(leftover) { try cancel(leftover) }
        guard let (tasks, cut, arrays) = try missing(data) else { return }
        let record = CutRecord(tag: cut.tag, count: cut.count)
        let submission: Submission
        do {
            submission = try give(TaskList(tasks), record, after: arrays, data, &undo, stop)
        } catch let stuck as StuckSubmission {
            isSubmitted = true
            throw stuck
        }
        let trouble = release(submission)
        do {
            if let trouble { try checkHope(submission, trouble) }
        } catch {
            isSubmitted = error is StuckSubmission
            throw error
        }
        isSubmitted = true
        tell(submission, cut, TaskList(tasks))
        if let trouble {
            StandardError.print("warning: the tasks are submitted, but held: \(trouble)\nLet them go with: \(submission.release)")
            throw ExitStatus.incomplete
        }
        let lines = WaitingTasks.lines(held: [], hopeless: hopelessAfterRelease(submission, stop), folder)
        for line in lines { StandardError.print("warning: \(line.text)") }
        if !lines.isEmpty { throw ExitStatus.incomplete }
    }

    /// The shards that are to be submitted, their cut, and arrays that still have others; nil, and said so, where there is
    /// nothing to submit.
    private func missing(_ data: RunData) throws -> (tasks: [Int], cut: PlanCut, arrays: [String])? {
        let (known, crashes) = try knownResults()
        let cut = try cut(SweepPlan(spec: spec, identities: data.identities), limits())
        let ledger = ShardLedger(cut, known: known, crashes: crashes, retries: spec.limits.retries)
        let (before, isWaiting) = try active()
        let cancel = ThisProgram.command("cancel", folder.url.relativePath)
        try checkStrays(cancel)
        if let old = before.first(where: { $0.submission.cut != cut.tag || $0.submission.count != cut.count }) {
            throw failure(
                ExitStatus.resultsInUse,
                """
                array \(old.submission.array) of another cut of this sweep is still in Slurm's queue; wait for it, or take it \
                off with: \(cancel)
                """)
        }
        let held = before.reduce(into: Set<Int>()) { $0.formUnion($1.shards) }
        let tasks = ledger.missing.filter { !held.contains($0) }
        if !tasks.isEmpty { return (tasks, cut, before.map(\.submission.array)) }
        if ledger.missing.isEmpty {
            try tellNothingMissing(ledger)
        } else {
            let count = ledger.missing.count
            Terminal.show([
                ProseLine("nothing to submit: Slurm has the \(count.of("shard")) that \(count == 1 ? "is" : "are") missing"),
                ProseLine("They keep the options they were submitted with; for others submit again after:", command: cancel),
            ])
            if isWaiting { throw ExitStatus.incomplete }
        }
        return nil
    }

    /// - Throws: the exit status, where something is not done that no task would try again.
    func tellNothingMissing(_ ledger: ShardLedger) throws {
        let path = folder.url.relativePath
        guard ledger.givenUp > 0 else {
            return Terminal.show(
                ProseLine(
                    "nothing to submit: all shards are done;", command: ThisProgram.command("collect", path), "makes the tables"))
        }
        Terminal.show([
            ProseLine(
                "nothing to submit: \(ledger.givenUp.of("network")) failed too often (limits.retries) and "
                    + "\(ledger.givenUp == 1 ? "is" : "are") given up, all else is done;",
                command: ThisProgram.command("status", path), "says why"),
            ProseLine("--retry-failed submits \(ledger.givenUp == 1 ? "it" : "them") once more"),
        ])
        throw ExitStatus.incomplete
    }

    /// - Throws: the exit status, where Slurm has jobs for this very path that the folder does not know.
    private func checkStrays(_ cancel: String) throws {
        let strays: [String]
        do throws(SlurmError) {
            strays = try StrayJobs.find(folder)
        } catch {
            throw failure(ExitStatus.incomplete, Self.unanswered(error))
        }
        guard !strays.isEmpty else { return }
        throw failure(
            ExitStatus.resultsInUse,
            """
            Slurm's queue has \(Text.jobs(strays)) of a results folder that was \
            here before and was moved or deleted meanwhile; they would work in this one. Take them off with: \(cancel)
            """)
    }

    /// What earlier submissions still have in the queue, and whether some of it waits for a person, which is said. One that
    /// was interrupted before its tasks were let go is cancelled: nothing would ever begin.
    private func active() throws -> ([(submission: Submission, shards: Set<Int>)], isWaiting: Bool) {
        let submissions = folder.submissions
        let queue: SlurmQueue
        do throws(SlurmError) {
            queue = try SlurmQueue.ask(folder, submissions)
        } catch {
            throw failure(ExitStatus.incomplete, Self.unanswered(error))
        }
        for half in submissions where queue.isHalf(half) { try cancel((half.array, half.cluster)) }
        let moved = queue.elsewhere.filter { $0.kind == .moved }
        if let first = moved.first {
            throw failure(
                ExitStatus.resultsInUse,
                """
                Slurm's queue has \(Text.jobs(moved.map(\.job))) of this folder that \
                would work in \(first.place), where it is not: was it moved? Take \(moved.count == 1 ? "it" : "them") off with: \
                \(ThisProgram.command("cancel", folder.url.relativePath))
                """)
        }
        let active = submissions.filter { !queue.isHalf($0) }.map { ($0, queue.active($0)) }.filter { !$0.1.isEmpty }
        let jobs = active.flatMap { one, _ in one.jobs.map { (one, $0) } }
        let lines = WaitingTasks.lines(
            held: jobs.map { ClusterView.Held(tasks: queue.held($1), release: $0.release($1)) },
            hopeless: jobs.flatMap { queue.hopeless($1) }, folder)
        for line in lines { StandardError.print("note: \(line.text)") }
        return (active, !lines.isEmpty)
    }

    /// Where nobody knows what is in the queue.
    private static func unanswered(_ error: SlurmError) -> String {
        guard case .refused(let program, let message) = error else { return "\(error)" }
        return "Slurm gives no answer, and nothing is submitted; \(program) says:\n\(message)\n"
            + "\(ThisProgram.command) submit --print shows what would be submitted"
    }

    private func isRecorded(_ job: (job: String, cluster: String?)) -> Bool {
        folder.submissions.contains { ($0.array == job.job || $0.collect == job.job) && $0.cluster == job.cluster }
    }

    private func cancel(_ job: (job: String, cluster: String?)) throws {
        let answer = try SlurmCommand.run("scancel", [job.job], cluster: job.cluster)
        guard answer.isGood else { throw SlurmError.refused("scancel", message: answer.trouble) }
        StandardError.print("note: job \(job.job) was submitted half-way, by a sweep submit that was interrupted; it is cancelled")
    }
}
