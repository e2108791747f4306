/// What jobs of earlier runs took, by the machine that did them: the last ones of each kind. For the
/// expected time of those to come.
public struct CostHistory: Sendable {
    /// Where speeds can be compared.
    public struct Machine: Sendable, Hashable {
        public var host: String
        public var instructionSet: String

        public init(host: String, instructionSet: String) {
            self.host = host
            self.instructionSet = instructionSet
        }
    }

    private struct Kind: Hashable {
        var machine: Machine?
        var name: String
    }

    private struct Done<Value: Sendable>: Sendable {
        var value: Value
        var seconds: Double
    }

    /// The cost model has forgotten what is further back.
    private static let kept = 64

    private var machine: Machine?
    private var trained: [Kind: [Done<Job>]] = [:]
    private var evaluated: [Kind: [Done<PackedMeasuring>]] = [:]

    /// Whether no training has taken any time yet.
    var isEmpty: Bool { trained.isEmpty }

    mutating func add(_ event: JournalEvent) {
        switch event {
        case .opened(let header): machine = Machine(host: header.host, instructionSet: header.instructionSet)
        case .trained(let event):
            let kind = Kind(machine: machine, name: event.job.method.rawValue)
            Self.add(Done(value: event.job, seconds: event.seconds), to: &trained[kind, default: []])
        case .evaluated(let event):
            var layouts = MeasurementLayouts()
            add(PackedMeasuring(event, &layouts))
        default: break
        }
    }

    mutating func add(_ measured: PackedMeasuring) {
        let kind = Kind(machine: machine, name: measured.question.measures.contains { $0.needsSaliency } ? "SI" : "")
        Self.add(Done(value: measured, seconds: measured.seconds), to: &evaluated[kind, default: []])
    }

    private static func add<Value>(_ done: Done<Value>, to list: inout [Done<Value>]) {
        list.append(done)
        // Now and then, so that adding stays cheap.
        if list.count >= 2 * kept { list.removeFirst(list.count - kept) }
    }

    /// What was done on a machine; what all did, where that one did nothing.
    /// - Parameters:
    ///   - work: what a job amounts to, as `JobExecuting.work` tells.
    ///   - job: by id, for what was measured.
    func teach(
        _ costs: inout CostModel, machine: Machine?, work: (Job, Bool, [Evaluation]) -> [JobWork],
        job: (String) -> Job?
    ) {
        let isKnown = machine != nil && (trained.keys.contains { $0.machine == machine }
            || evaluated.keys.contains { $0.machine == machine })
        func chosen<Value>(_ lists: [Kind: [Done<Value>]]) -> [Done<Value>] {
            lists.filter { !isKnown || $0.key.machine == machine }
                .sorted { ($0.key.name, $0.key.machine?.host ?? "") < ($1.key.name, $1.key.machine?.host ?? "") }
                .flatMap { $0.value.suffix(Self.kept) }
        }
        for done in chosen(trained) {
            costs.learn(work(done.value, false, []), seconds: done.seconds)
        }
        for done in chosen(evaluated) {
            guard let job = job(done.value.job.text) else { continue }
            costs.learn(work(job, true, [done.value.evaluation]), seconds: done.seconds)
        }
    }
}

extension KnownResults {
    /// What earlier runs say of the speeds on a machine.
    func costs(
        of machine: CostHistory.Machine?, _ work: (Job, Bool, [Evaluation]) -> [JobWork]
    ) -> CostModel {
        var costs = CostModel()
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
