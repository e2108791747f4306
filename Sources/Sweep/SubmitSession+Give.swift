import ArgumentParser
import Core
import Foundation

extension SubmitSession {
    /// Writes everything and submits it; the tasks are held. The array is written down before the collecting job is
    /// submitted: from then on `cancel` and the next `submit` know of it, whatever becomes of this process.
    /// - Throws: after which Slurm has nothing of it; or `StuckSubmission`.
    func give(
        _ tasks: TaskList, _ cut: CutRecord, after arrays: [String], _ data: RunData, _ undo: inout SubmissionUndo,
        _ stop: StopRequest
    ) throws -> Submission {
        let script = script(cut.count)
        let (array, collect) = (script.array(tasks), script.collect)
        try write(array, collect, cut, data, &undo)
        try check(stop)
        let first = try sbatch(folder.arrayScript, array, ["--hold"])
        var submission = Submission(
            array: first.job, collect: nil, cluster: first.cluster, cut: cut.tag, count: cut.count, tasks: "\(tasks)",
            date: Date.now.formatted(.iso8601))
        do {
            try undo.remember(folder.file(of: submission))
            try folder.write(submission)
            try check(stop)
            let others = ([first.job] + arrays).joined(separator: ":")
            submission.collect = try sbatch(folder.collectScript, collect, ["--dependency=afterany:\(others)"]).job
            try folder.write(submission)
            try check(stop)
        } catch {
            try cancel(submission, because: error)
            throw error
        }
        return submission
    }

    private func write(
        _ array: String, _ collect: String, _ cut: CutRecord, _ data: RunData, _ undo: inout SubmissionUndo
    ) throws {
        let groups = spec.ownGroups.values.map { folder.group($0.name) }
        for url in groups { try undo.make(url.deletingLastPathComponent()) }
        for url in folder.submittedFiles(Program.source) + groups + folder.splitFiles(data) { try undo.remember(url) }
        try folder.writeConfiguration(spec, source: source)
        try folder.writeSplits(data)
        try AtomicFile.write(array, to: folder.arrayScript)
        try AtomicFile.write(collect, to: folder.collectScript)
        try folder.write(cut)
    }

    private func check(_ stop: StopRequest) throws {
        guard let signal = stop.signal else { return }
        throw StoppedSubmission(signal: signal)
    }

    /// Takes off what Slurm has. - Throws: where it does not let go of it.
    private func cancel(_ submission: Submission, because error: any Error) throws {
        let jobs = (submission.collect.map { [$0] } ?? []) + [submission.array]
        let answer = try? SlurmCommand.run("scancel", jobs, cluster: submission.cluster)
        guard answer?.isGood != true else { return }
        throw StuckSubmission(
            why: "\(error)\n" + (answer?.trouble ?? "scancel could not be started"),
            command: ThisProgram.command("cancel", folder.url.relativePath))
    }

    /// - Returns: the number that Slurm gave. It was submitted where there is one, whatever sbatch's exit status.
    private func sbatch(_ script: URL, _ text: String, _ options: [String]) throws -> (job: String, cluster: String?) {
        let answer = try SlurmCommand.submit(script, text, options, output: folder.submittingOutput)
        guard let number = SlurmCommand.number(answer.output) else {
            throw SlurmError.refused("sbatch", message: answer.trouble)
        }
        // Such as advice that came with it.
        for line in answer.errors.split(whereSeparator: \.isNewline) { StandardError.print("note: \(line)") }
        return number
    }

    // MARK: - Afterwards

    /// Lets the tasks go. - Returns: nil where Slurm does; else what it says.
    func release(_ submission: Submission) -> String? {
        var trouble = ""
        for pause in [0, 0.5, 2] {
            usleep(UInt32(pause * 1_000_000))
            do throws(SlurmError) {
                let answer = try SlurmCommand.run("scontrol", ["release", submission.array], cluster: submission.cluster)
                if answer.isGood { return nil }
                trouble = answer.trouble
            } catch {
                trouble = "\(error)"
            }
        }
        return trouble
    }

    /// Where Slurm does not let the tasks go: takes them off where it would never start them.
    /// - Parameter trouble: what Slurm said.
    /// - Throws: `HopelessSubmission` after which Slurm has nothing of it; or `StuckSubmission`.
    func checkHope(_ submission: Submission, _ trouble: String) throws {
        let reasons = Set(hopeless(submission).compactMap(\.reason)).sorted()
        guard !reasons.isEmpty else { return }
        let error = HopelessSubmission(trouble: trouble, reasons: reasons)
        try cancel(submission, because: error)
        throw error
    }

    /// Tasks that Slurm let go and then finds that it cannot start, as where no node has the memory: what is submitted held
    /// it looks at only afterwards. As soon as it has looked, or after three seconds. They stay in the queue.
    func hopelessAfterRelease(_ submission: Submission, _ stop: StopRequest) -> [SlurmTask] {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(3)
        var pause = 0.2
        while stop.signal == nil, clock.now < end,
            let queue = try? SlurmQueue.ask(folder, [submission], withAccounting: false)
        {
            guard queue.isUnseen(submission.array) else { return queue.hopeless(submission.array) }
            usleep(UInt32(pause * 1_000_000))
            pause = min(1, pause * 2)
        }
        return []
    }

    private func hopeless(_ submission: Submission) -> [SlurmTask] {
        (try? SlurmQueue.ask(folder, [submission]))?.hopeless(submission.array) ?? []
    }

    func tell(_ submission: Submission, _ cut: PlanCut, _ tasks: TaskList) {
        let path = folder.url.relativePath
        let longest = tasks.numbers.map { cut.seconds[$0 - 1] }.max() ?? 0
        Terminal.line(
            """
            submitted: array \(submission.array), \(tasks.numbers.count.of("task")) of \
            \(cut.count.of("shard")); the longest has about \(Text.duration(longest)) of work for one core
            then collecting job \(submission.collect ?? ""); output in \(folder.slurmLogs.relativePath)/
            """)
        Terminal.show([
            ProseLine("", command: ThisProgram.command("status", path), "shows how far it is"),
            ProseLine("", command: ThisProgram.command("cancel", path), "takes it off"),
        ])
    }
}

extension ResultsFolder {
    /// What `writeSplits` writes.
    func splitFiles(_ data: RunData) -> [URL] {
        data.sets.enumerated().map { index, set in index == 0 ? splits : splits(set.data.dataset, number: index + 1) }
    }
}
