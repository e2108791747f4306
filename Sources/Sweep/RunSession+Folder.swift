import ArgumentParser
import Core
import Foundation

/// What a results folder holds of a sweep.
struct FolderContent {
    let known: KnownResults
    let crashes: CrashHistory
    let plan: SweepPlan
    /// What of the journal has been read for the tables.
    let records: RecordReader
    /// A look at the learning curves, under way.
    let curves: CurvesCheck
    /// Whether there is anything to train or to measure.
    let hasWork: Bool
}

extension RunSession {
    /// - Parameter isFirst: whether nothing was said yet of what is found.
    func content(_ data: RunData, isFirst: Bool = true) throws -> FolderContent {
        do {
            let plan = try part(of: SweepPlan(spec: spec, identities: data.identities), data.identities)
            var records = RecordReader(spec: spec, plan: plan, folder: folder)
            let read = try records.open(folder)
            for damage in isFirst ? read.damage : [] { StandardError.print("warning: \(damage)") }
            // One that was killed while it took models over left them so.
            if isFirst, earlier.isEmpty, let forgotten = FolderContents.forgotten(folder) { StandardError.print("warning: \(forgotten)") }
            var known = read.known
            if retryFailed { known.forgetFailures(isGoingOn: safety.isRestarted) }
            let crashes = try safety.history(folder, known, forgiving: retryFailed)
            // The other shards' jobs are not in this one's plan.
            for label in isFirst && folder.shard == nil ? safety.faults.unknownLabels(plan) : [] {
                StandardError.print("note: \(FaultPlan.variable): no job of this sweep is called '\(label)'; that fault will not happen")
            }
            return FolderContent(
                known: known, crashes: crashes, plan: plan, records: records,
                curves: CurvesCheck.begin(folder, trained: known.trained),
                hasWork: plan.hasWork(known: known, crashes: crashes, retries: spec.limits.retries))
        } catch let status as ExitCode {
            throw status
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }

    /// What of a plan is to be done here.
    private func part(of plan: SweepPlan, _ identities: DataIdentities) throws -> SweepPlan {
        guard let number = folder.shard?.number else { return plan }
        let cut = PlanCut(plan, count: number.count)
        if let recorded = folder.cut, recorded.count == number.count, recorded.tag != cut.tag {
            throw failure(
                ExitStatus.resultsInUse,
                """
                \(folder.url.path): the sweep was cut for other jobs or other data than there are here. Is the data the same on \
                this machine (\(Text.data(of: spec, identities)))? sweep submit cuts anew
                """)
        }
        return cut.part(number)
    }
}

/// Why a run does not begin in a folder.
enum FolderRefusal {
    /// Nil where nothing is wrong with what lies there.
    static func text(_ folder: ResultsFolder) -> String? {
        if folder.hasLostJournal {
            return """
                \(folder.url.path): journal/ is gone, which tells what the models and tables there are. Put it back; or give \
                another folder to --results, where all is computed anew
                """
        }
        if folder.isForeign {
            return "\(folder.url.path) holds files that no sweep left there; give a new or an empty folder to --results"
        }
        return nil
    }

    /// Nil where the folder was made by this configuration, or by none.
    static func otherConfiguration(_ folder: ResultsFolder, _ spec: SweepSpec) -> String? {
        if let damage = SpecDifference.damage(of: folder.specification) {
            return """
                \(folder.url.path): which configuration it was made by cannot be told: \(damage)
                Nothing else there is lost, and jobs are known by what they are. If it was this configuration, --accept writes \
                sweep.yaml again
                """
        }
        let differences = SpecDifference.lines(from: folder.specification, to: spec)
        return differences.isEmpty ? nil : """
            \(folder.url.path) was made by another configuration of this sweep:
            \(differences.joined(separator: "\n"))
            """
    }
}
