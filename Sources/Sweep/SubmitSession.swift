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
    /// Whether to go on where the folder was made by another configuration.
    let accept: Bool

    // MARK: - Showing

    /// Prints both scripts. Data need not be here, nor Slurm.
    func show() throws {
        let (known, crashes) = try knownResults()
        let data = FolderData(folder, known, checkpoints: CheckpointFolder(folder.checkpoints).all())
        var identities = DataIdentities()
        for request in spec.allDataRequests {
            var part = spec
            part.data = request
            identities[request] = PlanData.find(part, data, needsIdentity: true).identity
        }
        let cut = try cut(SweepPlan(spec: spec, identities: identities), limits())
        let ledger = ShardLedger(cut, known: known, crashes: crashes, retries: spec.limits.retries)
        guard !ledger.missing.isEmpty else { return try tellNothingMissing(ledger) }
        let script = script(cut.count)
        Terminal.line("# \(folder.arrayScript.relativePath)\n" + script.array(TaskList(ledger.missing)))
        Terminal.line("# \(folder.collectScript.relativePath), with --dependency=afterany:<array>\n" + script.collect)
    }

    // MARK: - What there is

    /// - Throws: the exit status, where this sweep may not be submitted from the folder.
    func checkFolder() throws {
        if let refusal = FolderRefusal.text(folder) { throw failure(ExitStatus.resultsInUse, refusal) }
        if !accept, let difference = FolderRefusal.otherConfiguration(folder, spec) {
            throw failure(ExitStatus.resultsInUse, difference + "\nGive another --results, or --accept to go on there.")
        }
    }

    func knownResults() throws -> (KnownResults, CrashHistory) {
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

    /// Slurm's own defaults where it cannot be asked.
    func limits() -> SlurmLimits {
        guard let answer = try? SlurmCommand.run("scontrol", ["show", "config"]), answer.isGood else { return SlurmLimits() }
        return SlurmLimits(config: answer.output)
    }

    /// As it was cut before, where that is the same sweep and nobody asks for another number.
    func cut(_ plan: SweepPlan, _ limits: SlurmLimits) throws -> PlanCut {
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

    func script(_ count: Int) -> BatchScript {
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
