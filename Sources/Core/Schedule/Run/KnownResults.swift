import Dispatch
import Foundation
import Synchronization

/// What a journal says is done, for deciding what is missing.
public struct KnownResults: Sendable {
    /// By `Job.id`; only jobs whose model file is there. Without learning curves.
    public private(set) var trained = TrainedTable()
    /// By `Evaluation.id`.
    public private(set) var evaluated = IDTable<KnownEvaluation>()
    /// By `Job.id`; the last failure of jobs that were not done since.
    public private(set) var failed = IDTable<FailedEvent>()
    /// By `Job.id`: in how many runs it failed since something of it was last done. Within one run it may have been
    /// tried several times.
    public private(set) var failures: [String: Int] = [:]
    /// Ids of jobs that failed in the run that is read, or under way.
    private var failedInRun: Set<String> = []
    /// Ids of jobs that hung ahead in that run.
    private var hungInRun: Set<String> = []
    /// Ids of jobs that hung when they were worked on ahead of their search, and were not done since. No failures:
    /// what was not asked for must not change what is.
    public private(set) var hungAhead: Set<String> = []
    /// By `Job.id`: why the model file of a job that was trained cannot be used.
    public private(set) var withoutModel: [String: ModelDamage] = [:]
    /// By `Evaluation.id`: the files of analyses that were made.
    private var artefacts: [String: Artefact] = [:]
    /// By `Evaluation.id`: analyses that were made and whose files cannot be used.
    private(set) var withoutArtefact: [String: LostArtefact] = [:]
    /// How searches ended, in the journal's order: of one search the last counts.
    public private(set) var searched: [SearchedEvent] = []
    /// Whether a process died; `CrashHistory` tells the rest.
    public private(set) var hasCrashes = false
    /// What it all took in earlier runs.
    fileprivate(set) var history = CostHistory()
    /// The last one's: what it tells is noted.
    private var lastForm: Interned<Job>?
    private var values = KnownMeasurements.Places()
    /// Of the last job, by the set's name.
    private var data: [DatasetName: DataIdentity] = [:]

    /// Of an empty journal.
    public init() {}

    /// - Parameter hasModel: whether the model file of a job id exists. A job whose file is gone is
    ///   trained again.
    public init(events: some Sequence<JournalEvent>, hasModel: (String) -> Bool) {
        for event in events { add(event) { hasModel($0.id) ? nil : .gone } }
    }

    /// Reads a journal's folder, event after event.
    ///
    /// - Returns: also the places that were passed over.
    /// - Throws: `JournalError` where a file cannot be read at all.
    public static func read(
        journal folder: String, hasModel: (String) -> Bool
    ) throws(JournalError) -> (known: KnownResults, damage: [JournalDamage]) {
        var known = KnownResults()
        var tail = JournalTail(folder: folder, .outline)
        let damage = try tail.visit(isWhole: true) { known.add($0) { hasModel($0.id) ? nil : .gone } }
        return (known, damage)
    }

    /// Reads what a results folder has: its journal, and which models are there and look whole.
    ///
    /// - Parameter isThorough: whether also thousands of models are looked at, as before a run; otherwise it is then
    ///   enough that they are there.
    /// - Returns: also the places that were passed over.
    /// - Throws: `JournalError` where a file cannot be read at all.
    public static func read(
        _ folder: ResultsFolder, isThorough: Bool = false
    ) throws(JournalError) -> (known: KnownResults, damage: [JournalDamage]) {
        try read(folder, isThorough: isThorough) { _ in }
    }

    /// As the other, for who has to know more of the journal: it is read once.
    /// - Parameter visitor: is given every event too, without values per class and element.
    static func read(
        _ folder: ResultsFolder, isThorough: Bool = false, visitor: (PackedEvent) -> Void
    ) throws(JournalError) -> (known: KnownResults, damage: [JournalDamage]) {
        let looking = ModelShelf.look(folder.models, isThorough: isThorough)
        var known = KnownResults()
        var tail = JournalTail(folder: folder.journal.path, .outline)
        let damage = try tail.visit(isWhole: true) {
            known.add($0)
            visitor($0)
        }
        known.check(looking())
        known.checkArtefacts(folder)
        return (known, damage)
    }

    /// Takes out the analyses whose files are not what the journal says they are.
    mutating func checkArtefacts(_ folder: ResultsFolder) {
        guard !artefacts.isEmpty else { return }
        for (id, damage) in ArtefactShelf({ folder.artefact($0) }, artefacts).damages {
            guard let artefact = artefacts.removeValue(forKey: id) else { continue }
            withoutArtefact[id] = LostArtefact(analysis: artefact.analysis, damage: damage)
            evaluated[id] = nil
        }
    }

    /// Takes out what has no model that can be used.
    mutating func check(_ models: ModelShelf) {
        for (id, damage) in trained.damages(models) { withoutModel[id] = damage }
        for id in withoutModel.keys { trained.remove(id) }
    }

    /// Of the whole set that the folder's jobs were given, whatever splits were cut from it; nil where none were.
    public func digest(of name: DatasetName) -> String? { data[name]?.digest }

    /// - Parameter damage: why the model of a job cannot be used; nil where it can.
    mutating func add(_ event: PackedEvent, damage: (TrainedEvent) -> ModelDamage?) {
        switch event {
        case .trained(let trained): add(.trained(trained.event), damage: damage)
        case .other(let event): add(event, damage: damage)
        case .measured, .started: add(event)
        }
    }

    /// Whose models are looked at behind it all.
    mutating func add(_ event: PackedEvent) {
        switch event {
        case .measured(let measured):
            history.add(measured)
            add(measured)
        case .trained(let trained):
            history.add(trained)
            if trained.form != lastForm {
                note(trained.form.value.data)
                lastForm = trained.form
            }
            self.trained.add(trained)
            if !withoutModel.isEmpty { withoutModel[trained.id.text] = nil }
            if hasFailures { forget(failuresOf: trained.id.text) }
        case .started: break
        case .other(let event): add(event) { _ in nil }
        }
    }

    /// - Parameter damage: why the model of a job cannot be used; nil where it can.
    mutating func add(_ event: JournalEvent, damage: (TrainedEvent) -> ModelDamage?) {
        history.add(event)
        switch event {
        case .trained(let trained): note(trained.job.data)
        case .failed(let failed): note(failed.job.data)
        default: break
        }
        if case .trained(let trained) = event, let damage = damage(trained) {
            // It was done once: what failed before says nothing of it.
            forget(failuresOf: trained.id)
            self.trained.remove(trained.id)
            withoutModel[trained.id] = damage
            return
        }
        add(event)
    }

    private mutating func note(_ identity: DataIdentity) {
        lastForm = nil
        if data[identity.dataset] != identity { data[identity.dataset] = identity }
    }

    private mutating func note(_ event: EvaluatedEvent) {
        guard let analysis = event.evaluation.analysis?.analysis else { return }
        artefacts[event.id] = event.measurements.file.map { Artefact(analysis: analysis, digest: $0) }
        if !withoutArtefact.isEmpty { withoutArtefact[event.id] = nil }
    }

    mutating func add(_ event: JournalEvent) {
        switch event {
        case .opened(let header): if header.isFirst { beginRun() }
        case .started, .ended, .closed: break
        case .abandoned(let failed):
            hungAhead.insert(failed.id)
            hungInRun.insert(failed.id)
        case .crashed: hasCrashes = true
        case .trained(let trained):
            self.trained.add(trained)
            if !withoutModel.isEmpty { withoutModel[trained.id] = nil }
            forget(failuresOf: trained.id)
        case .evaluated(let evaluated):
            self.evaluated[evaluated.id] = KnownEvaluation(
                measurements: KnownMeasurements { evaluated.measurements[$0] }, seconds: evaluated.seconds)
            note(evaluated)
            forget(failuresOf: evaluated.evaluation.job)
        case .failed(let failed):
            self.failed[failed.id] = failed
            if failedInRun.insert(failed.id).inserted { failures[failed.id, default: 0] += 1 }
        case .searched(let searched): self.searched.append(searched)
        }
    }

    /// What fails from here on counts anew.
    mutating func beginRun() {
        if !failedInRun.isEmpty { failedInRun = [] }
        if !hungInRun.isEmpty { hungInRun = [] }
    }

    private mutating func add(_ measured: PackedMeasuring) {
        evaluated.set(
            measured.id,
            KnownEvaluation(
                measurements: KnownMeasurements(measured.measurements, &values), seconds: measured.seconds))
        if hasFailures { forget(failuresOf: measured.job.text) }
    }

    /// Whether there is anything to forget.
    private var hasFailures: Bool { !failed.isEmpty || !hungAhead.isEmpty }

    private mutating func forget(failuresOf id: String) {
        if !hungAhead.isEmpty { hungAhead.remove(id) }
        guard !failed.isEmpty else { return }
        failed[id] = nil
        failures[id] = nil
        failedInRun.remove(id)
    }

    /// For `--retry-failed`: as if nothing had failed so far.
    /// - Parameter isGoingOn: whether the run that was read goes on after a crash: what failed in it counts.
    public mutating func forgetFailures(isGoingOn: Bool = false) {
        if !isGoingOn { beginRun() }
        let kept = failed
        (failed, failures, hungAhead) = (IDTable(), [:], hungInRun)
        for id in failedInRun {
            failed[id] = kept[id]
            failures[id] = 1
        }
    }

    /// Whether a job failed in so many runs that no further one tries it.
    public func isGivenUp(_ id: String, retries: Int) -> Bool {
        !failures.isEmpty && failures[id, default: 0] > retries
    }

    /// Whether a job was trained and all of these measurings taken.
    func isDone(_ job: Job, _ evaluations: [Evaluation]) -> Bool {
        trained.contains(job.packedID) && evaluations.allSatisfy { evaluated.contains($0.packedID) }
    }

    /// Whether the job at a place of a plan is done, with the measuring of the tables.
    func isDone(_ index: Int, of plan: SweepPlan) -> Bool {
        trained.contains(plan.ids[index]) && evaluated.contains(plan.evaluationIDs[index])
            && plan.analyses(at: index).allSatisfy { evaluated.contains($0.packedID) }
    }
}
