import ArgumentParser
import Core
import Foundation

/// One submission, from what is missing to what Slurm answers.
struct SubmitSession {
    let spec: SweepSpec
    /// The sweep file as it was given.
    let source: String
    let folder: ResultsFolder
    let options: BatchOptions
    /// How many were asked for.
    let shards: Int?
    let retryFailed: Bool

    // MARK: - Showing

    /// Prints both scripts. Data need not be here, nor Slurm.
    func show() throws {
        let (known, crashes) = try knownResults()
        var identities = DataIdentities()
        for request in spec.allDataRequests {
            var part = spec
            part.data = request
            identities[request] = PlanData.find(part, known, needsIdentity: true).identity
        }
        let cut = try cut(SweepPlan(spec: spec, identities: identities), limits())
        let missing = ShardLedger(cut, known: known, crashes: crashes, retries: spec.limits.retries).missing
        guard !missing.isEmpty else { return Terminal.line("nothing to submit: all shards are done") }
        let script = script(cut.count)
        Terminal.line("# \(folder.arrayScript.relativePath)\n" + script.array(TaskList(missing)))
        Terminal.line("# \(folder.collectScript.relativePath), with --dependency=afterany:<array>\n" + script.collect)
    }

    // MARK: - Submitting

    func submit(_ data: RunData) throws {
        let (known, crashes) = try knownResults()
        let cut = try cut(SweepPlan(spec: spec, identities: data.identities), limits())
        let ledger = ShardLedger(cut, known: known, crashes: crashes, retries: spec.limits.retries)
        let record = CutRecord(tag: cut.tag, count: cut.count)
        let before = try active()
        if let old = before.first(where: { $0.submission.cut != record.tag || $0.submission.count != record.count }) {
            throw failure(
                ExitStatus.resultsInUse,
                """
                array \(old.submission.array) of another cut of this sweep is still in Slurm's queue; wait for it, or take it \
                off with: sweep cancel \(folder.url.relativePath.quotedForShell)
                """)
        }
        let held = before.reduce(into: Set<Int>()) { $0.formUnion($1.shards) }
        let tasks = ledger.missing.filter { !held.contains($0) }
        guard !tasks.isEmpty else {
            return Terminal.line(
                ledger.missing.isEmpty
                    ? "nothing to submit: all shards are done; sweep collect \(folder.url.relativePath.quotedForShell) makes "
                        + "the tables"
                    : "nothing to submit: Slurm has the \(Text.count(ledger.missing.count, "shard")) that are missing")
        }
        let undo = SubmissionUndo(folder)
        do {
            let (submission, lock) = try give(tasks, cut: record, after: before.map(\.submission.array), data, undo)
            withExtendedLifetime(lock) { tell(submission, cut, TaskList(tasks)) }
        } catch {
            undo.undo()
            throw error is ExitCode ? error : failure(ExitStatus.incomplete, "\(error)")
        }
    }

    /// Writes everything and submits it.
    private func give(
        _ tasks: [Int], cut: CutRecord, after arrays: [String], _ data: RunData, _ undo: SubmissionUndo
    ) throws -> (Submission, ResultsLock?) {
        try folder.create()
        let lock = try SharedFolder.lock(folder)
        try folder.createSlurm()
        try folder.writeConfiguration(spec, source: source)
        try folder.writeSplits(data)
        let script = script(cut.count)
        let list = TaskList(tasks)
        try AtomicFile.write(script.array(list), to: folder.arrayScript)
        try AtomicFile.write(script.collect, to: folder.collectScript)
        try folder.write(cut)
        let array = try sbatch([folder.arrayScript.path])
        do {
            let others = ([array] + arrays).joined(separator: ":")
            let collect = try sbatch(["--dependency=afterany:\(others)", folder.collectScript.path])
            let submission = Submission(
                array: array, collect: collect, cut: cut.tag, count: cut.count, tasks: list.description,
                date: Date.now.formatted(.iso8601))
            do {
                try folder.write(submission)
            } catch {
                _ = try? SlurmCommand.run("scancel", [collect])
                throw error
            }
            return (submission, lock)
        } catch {
            // Tasks that nobody would know of.
            _ = try? SlurmCommand.run("scancel", [array])
            throw error
        }
    }

    /// - Returns: the number that Slurm gave.
    private func sbatch(_ arguments: [String]) throws -> String {
        let answer = try SlurmCommand.run("sbatch", ["--parsable"] + arguments)
        // `123`, or `123;cluster`.
        let id = answer.output.split(whereSeparator: { $0 == ";" || $0.isWhitespace }).first.map(String.init) ?? ""
        guard answer.isGood, !id.isEmpty, id.allSatisfy(\.isNumber) else {
            throw SlurmError.refused("sbatch", message: answer.trouble)
        }
        // Such as advice that came with it.
        for line in answer.errors.split(whereSeparator: \.isNewline) { StandardError.print("note: \(line)") }
        return id
    }

    private func tell(_ submission: Submission, _ cut: PlanCut, _ tasks: TaskList) {
        let path = folder.url.relativePath.quotedForShell
        let longest = tasks.numbers.map { cut.seconds[$0 - 1] }.max() ?? 0
        Terminal.line(
            """
            submitted: array \(submission.array), \(Text.count(tasks.numbers.count, "task")) of \
            \(Text.count(cut.count, "shard")); the longest has about \(Text.duration(longest)) of work for one core
            then collecting job \(submission.collect ?? ""); output in \(folder.slurmLogs.relativePath)/
            sweep status \(path) shows how far it is; sweep cancel \(path) takes it off
            """)
    }

    // MARK: - What there is

    private func knownResults() throws -> (KnownResults, CrashHistory) {
        do {
            let read = try KnownResults.read(folder)
            for damage in read.damage { StandardError.print("warning: \(damage)") }
            var known = read.known
            if retryFailed { known.forgetFailures() }
            return (known, try CrashHistory.read(folder, known, forgiving: retryFailed))
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }

    /// What earlier submissions still have in the queue.
    private func active() throws -> [(submission: Submission, shards: Set<Int>)] {
        do throws(SlurmError) {
            let queue = try SlurmQueue.ask(folder.submissions)
            return folder.submissions.map { ($0, queue.active($0)) }.filter { !$0.1.isEmpty }
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }

    /// Slurm's own defaults where it cannot be asked.
    private func limits() -> SlurmLimits {
        guard let answer = try? SlurmCommand.run("scontrol", ["show", "config"]), answer.isGood else { return SlurmLimits() }
        return SlurmLimits(config: answer.output)
    }

    /// As it was cut before, where that is the same sweep and nobody asks for another number.
    private func cut(_ plan: SweepPlan, _ limits: SlurmLimits) throws -> PlanCut {
        let units = PlanCut.unitCount(of: plan)
        if let shards {
            guard (1 ... max(1, limits.mostShards)).contains(shards) else {
                throw failure(
                    ExitStatus.usage,
                    "--shards: expected 1 to \(max(1, limits.mostShards)) (MaxArraySize, MaxJobCount), found \(shards)")
            }
            return PlanCut(plan, count: min(shards, max(1, units)))
        }
        if let recorded = folder.cut, recorded.count <= max(1, limits.mostShards) {
            let cut = PlanCut(plan, count: recorded.count)
            if cut.tag == recorded.tag { return cut }
        }
        return PlanCut(
            plan,
            count: ShardCount.chosen(
                total: PlanCut.seconds(of: plan), lanes: options.cpusPerTask, units: units, most: limits.mostShards))
    }

    private func script(_ count: Int) -> BatchScript {
        BatchScript(
            options: options, name: spec.name, program: Self.program,
            results: folder.url.standardizedFileURL.path, count: count, retryFailed: retryFailed)
    }

    /// Where this program lies, for other machines.
    private static var program: String {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: ThisProgram.path)) ?? ThisProgram.path
        return path == ThisProgram.path ? URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL.path : path
    }
}

/// How to leave a folder as it was where Slurm says no.
struct SubmissionUndo {
    private let folder: ResultsFolder
    private let wasThere: Bool
    private let hadParent: Bool
    private let hadSlurm: Bool
    /// Content by path; nil for what was not there.
    private let files: [(url: URL, content: Data?)]

    init(_ folder: ResultsFolder) {
        self.folder = folder
        func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
        wasThere = isThere(folder.url)
        hadParent = isThere(folder.url.deletingLastPathComponent())
        hadSlurm = isThere(folder.slurm)
        let urls = [folder.specification, folder.source, folder.arrayScript, folder.collectScript, folder.cutFile]
        files = urls.map { ($0, try? Data(contentsOf: $0)) }
    }

    func undo() {
        let manager = FileManager.default
        guard wasThere else {
            try? manager.removeItem(at: folder.url)
            // Only where nothing else came to lie in it.
            if !hadParent { rmdir(folder.url.deletingLastPathComponent().path) }
            return
        }
        for (url, content) in files {
            if let content { try? AtomicFile.write([UInt8](content), to: url) } else { try? AtomicFile.remove(url) }
        }
        if !hadSlurm { try? manager.removeItem(at: folder.slurm) }
    }
}
