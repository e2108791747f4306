/// What jobs of earlier runs took, by the machine that did them: the last ones of each kind. For the
/// expected time of those to come.
public struct CostHistory: Sendable {
    /// Where speeds can be compared.
    public struct Machine: Sendable, Hashable {
        /// As `RunHeader.host`.
        public var host: String
        /// Raw value of `InstructionSet`.
        public var instructionSet: String

        /// - Parameters:
        ///   - host: as `RunHeader.host`.
        ///   - instructionSet: raw value of `InstructionSet`.
        public init(host: String, instructionSet: String) {
            self.host = host
            self.instructionSet = instructionSet
        }
    }

    private struct Kind: Equatable {
        /// Of `machines`; nil where no header tells.
        var machine: Int?
        var name: String
    }

    private struct Done<Value: Sendable>: Sendable {
        var value: Value
        var seconds: Double
    }

    /// The cost model has forgotten what is further back.
    private static let kept = 64

    /// What was done of one kind, oldest first.
    private struct Past<Value: Sendable>: Sendable {
        var kind: Kind
        var done: [Done<Value>] = []
    }

    private var machines: [Machine] = []
    /// Where events come from.
    private var machine: Int?
    /// A few kinds each: of so many events each is put to its kind without a hash.
    private var trained: [Past<PackedTraining>] = []
    private var evaluated: [Past<PackedMeasuring>] = []
    private var analysed: [Past<Evaluation>] = []
    private var layouts = MeasurementLayouts()

    /// Whether no training has taken any time yet.
    var isEmpty: Bool { trained.isEmpty }

    mutating func add(_ event: JournalEvent) {
        switch event {
        case .opened(let header):
            let found = Machine(host: header.host, instructionSet: header.instructionSet)
            if !machines.contains(found) { machines.append(found) }
            machine = machines.firstIndex(of: found)
        case .trained(let event): add(PackedTraining(event))
        case .evaluated(let event):
            guard let analysis = event.evaluation.analysis else { return add(PackedMeasuring(event, &layouts)) }
            let kind = Kind(machine: machine, name: analysis.analysis.rawValue)
            Self.add(Done(value: event.evaluation, seconds: event.seconds), kind, to: &analysed)
        default: break
        }
    }

    mutating func add(_ training: PackedTraining) {
        let kind = Kind(machine: machine, name: training.form.value.method.rawValue)
        Self.add(Done(value: training, seconds: training.seconds), kind, to: &trained)
    }

    mutating func add(_ measured: PackedMeasuring) {
        let kind = Kind(machine: machine, name: measured.question.measures.contains { $0.needsSaliency } ? "SI" : "")
        Self.add(Done(value: measured, seconds: measured.seconds), kind, to: &evaluated)
    }

    private static func add<Value>(_ done: Done<Value>, _ kind: Kind, to past: inout [Past<Value>]) {
        let known = past.firstIndex { $0.kind == kind }
        let place = known ?? past.count
        if known == nil { past.append(Past(kind: kind)) }
        past[place].done.append(done)
        // Now and then, so that adding stays cheap.
        if past[place].done.count >= 2 * kept { past[place].done.removeFirst(past[place].done.count - kept) }
    }

    /// What was done on a machine; what all did, where that one did nothing.
    /// - Parameters:
    ///   - work: what a job amounts to, as `JobExecuting.work` tells.
    ///   - job: by id, for what was measured.
    func teach(
        _ costs: inout CostModel, machine: Machine?, work: (Job, Bool, [Evaluation]) -> [JobWork],
        job: (String) -> Job?
    ) {
        let own = machine.flatMap { machines.firstIndex(of: $0) }
        func isOfOwn<Value>(_ past: [Past<Value>]) -> Bool { past.contains { $0.kind.machine == own } }
        let isKnown = own != nil && (isOfOwn(trained) || isOfOwn(evaluated) || isOfOwn(analysed))
        func chosen<Value>(_ past: [Past<Value>]) -> [Done<Value>] {
            past.filter { !isKnown || $0.kind.machine == own }
                .sorted { order($0.kind) < order($1.kind) }
                .flatMap { $0.done.suffix(Self.kept) }
        }
        for done in chosen(trained) {
            costs.learn(work(done.value.job, false, []), seconds: done.seconds)
        }
        for done in chosen(evaluated) {
            guard let job = job(done.value.job.text) else { continue }
            costs.learn(work(job, true, [done.value.evaluation]), seconds: done.seconds)
        }
        for done in chosen(analysed) {
            guard let job = job(done.value.job) else { continue }
            costs.learn(work(job, true, [done.value]), seconds: done.seconds)
        }
    }

    /// Of all that tells one kind from another: the model weighs what comes last most.
    private func order(_ kind: Kind) -> (String, String, String) {
        let machine = kind.machine.map { machines[$0] }
        return (kind.name, machine?.host ?? "", machine?.instructionSet ?? "")
    }
}

extension KnownResults {
    /// What earlier runs say of the speeds on a machine.
    func costs(
        of machine: CostHistory.Machine?, _ work: (Job, Bool, [Evaluation]) -> [JobWork]
    ) -> CostModel {
        let set = machine.flatMap { InstructionSet(rawValue: $0.instructionSet) }
        var costs = CostModel(assumedSpeed: set.map(CostModel.assumedSpeed(of:)))
        history.teach(&costs, machine: machine, work: work) { trained[$0]?.job }
        return costs
    }
}

extension CostModel {
    /// Learns from work of one kind.
    mutating func learn(_ work: [JobWork], seconds: Double) {
        guard work.count == 1, let part = work.first else { return }
        measured(part.kind, multiplyAdds: part.multiplyAdds, seconds: seconds)
    }
}
