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
        isSubmitted = true
        let isReleased = release(submission)
        tell(submission, cut, TaskList(tasks))
        if !isReleased { throw ExitStatus.incomplete }
    }

    /// The shards that are to be submitted, their cut, and arrays that still have others; nil, and said so, where there is
    /// nothing to submit.
    private func missing(_ data: RunData) throws -> (tasks: [Int], cut: PlanCut, arrays: [String])? {
        let (known, crashes) = try knownResults()
        let cut = try cut(SweepPlan(spec: spec, identities: data.identities), limits())
        let ledger = ShardLedger(cut, known: known, crashes: crashes, retries: spec.limits.retries)
        let before = try active()
        let path = folder.url.relativePath.quotedForShell
        if let old = before.first(where: { $0.submission.cut != cut.tag || $0.submission.count != cut.count }) {
            throw failure(
                ExitStatus.resultsInUse,
                """
                array \(old.submission.array) of another cut of this sweep is still in Slurm's queue; wait for it, or take it \
                off with: sweep cancel \(path)
                """)
        }
        let held = before.reduce(into: Set<Int>()) { $0.formUnion($1.shards) }
        let tasks = ledger.missing.filter { !held.contains($0) }
        if !tasks.isEmpty { return (tasks, cut, before.map(\.submission.array)) }
        Terminal.line(
            ledger.missing.isEmpty
                ? "nothing to submit: all shards are done; sweep collect \(path) makes the tables"
                : "nothing to submit: Slurm has the \(ledger.missing.count.of("shard")) that are missing")
        return nil
    }

    /// What earlier submissions still have in the queue. One that was interrupted before its tasks were let go is
    /// cancelled: nothing would ever begin.
    private func active() throws -> [(submission: Submission, shards: Set<Int>)] {
        let submissions = folder.submissions
        let queue: SlurmQueue
        do throws(SlurmError) {
            queue = try SlurmQueue.ask(submissions)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        for half in submissions where queue.isHalf(half) { try cancel((half.array, half.cluster)) }
        let active = submissions.filter { !queue.isHalf($0) }.map { ($0, queue.active($0)) }.filter { !$0.1.isEmpty }
        for (submission, _) in active {
            if let line = HeldTasks.line(queue.held(submission), release: submission.release) { StandardError.print("note: \(line)") }
        }
        return active
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
