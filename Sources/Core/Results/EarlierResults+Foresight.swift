import Foundation

extension EarlierResults {
    /// What `take` would leave for a run to know, for a plan: nothing is written, and of models and files of analyses it is
    /// enough that they are there. `take` also looks whether they are what the journal says.
    ///
    /// - Parameters:
    ///   - other: a results folder. Another process may be working there.
    ///   - known: what the folder has itself; afterwards also what a run would find in `other`.
    /// - Returns: how many networks and measurings those are, and how many of other numerics would be left.
    /// - Throws: `JournalError` for a journal that cannot be read at all.
    public static func foresee(
        from other: ResultsFolder, for spec: SweepSpec, identities: DataIdentities, into known: inout KnownResults
    ) throws(JournalError) -> EarlierResults {
        let variants = spec.parts.map { SweepPlan.Variant($0, identities[$0.data]) }
        var found = EarlierResults()
        var (otherTrained, otherEvaluated): (Set<String>, Set<String>) = ([], [])
        var header: RunHeader?
        func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

        let damage = try Journal.visit(folder: other.journal.path, .outline) { event in
            switch event {
            case .opened(let run): header = run
            case .trained(let trained):
                guard known.trained[trained.id] == nil, variants.contains(where: { $0.includes(trained.job) }) else { return }
                guard trained.id == trained.job.id else {
                    otherTrained.insert(trained.id)
                    return
                }
                guard trained.modelDigest != nil, isThere(other.model(trained.id)) else { return }
                found.trained += 1
            case .evaluated(let evaluated):
                // `take` leaves an analysis whose file is lost in the folder itself to be made again.
                guard known.trained[evaluated.evaluation.job] != nil, known.evaluated[evaluated.id] == nil,
                    known.withoutArtefact[evaluated.id] == nil
                else { return }
                guard evaluated.id == evaluated.evaluation.id else {
                    otherEvaluated.insert(evaluated.id)
                    return
                }
                guard evaluated.measurements.file == nil || isThere(other.artefact(evaluated.id)) else { return }
                found.evaluated += 1
            default: return
            }
            // The speeds that the journal tells are those of a machine.
            if var origin = header {
                origin.takenFrom = origin.takenFrom ?? other.url.relativePath
                known.add(.opened(origin)) { _ in nil }
                header = nil
            }
            known.add(event) { _ in nil }
        }
        (found.otherTrained, found.otherEvaluated) = (otherTrained.count, otherEvaluated.count)
        found.refusals = damage.map(\.description)
        return found
    }
}
