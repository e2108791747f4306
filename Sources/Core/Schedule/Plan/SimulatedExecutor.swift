import Synchronization

/// Does jobs in no time, and says what a simple world would have measured: for runs on virtual time.
///
/// The searched measure rises with ν and reaches its threshold at `passingNu`; everything else is 0.
/// Costs are the expected ones, each times a factor that depends on the seed of the noise and the job alone.
final class SimulatedExecutor: JobExecuting {
    private struct State {
        var costs: CostModel
        /// Virtual seconds of a job's parts, in the order in which they were asked for.
        var seconds: [String: [Double]] = [:]
    }

    private let sizes: PlanSizes
    private let searches: [NuSearchUnit]
    private let passingNu: Double
    private let noise: Double
    private let seed: UInt64
    private let state: Mutex<State>

    /// - Parameters:
    ///   - noise: relative: 0.2 makes jobs take 0.8 to 1.2 times as long as expected.
    init(
        costs: CostModel, sizes: PlanSizes, searches: [NuSearchUnit], passingNu: Double, noise: Double, seed: UInt64
    ) {
        self.sizes = sizes
        self.searches = searches
        self.passingNu = passingNu
        self.noise = noise
        self.seed = seed
        state = Mutex(State(costs: costs))
    }

    func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        let work = sizes.work(of: job, isTrained: isTrained, evaluations: evaluations)
        let id = job.packedID
        state.withLock { state in
            let expected = work.reduce(0) { $0 + state.costs.seconds($1.kind, multiplyAdds: $1.multiplyAdds) }
            state.seconds[id.text, default: []].append(expected * factor(id))
        }
        return work
    }

    /// Uniform in 1 ± noise.
    private func factor(_ id: PackedID) -> Double {
        guard noise > 0 else { return 1 }
        // SplitMix64's finaliser (S. Vigna, 2015).
        var bits = id.bits ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        bits ^= bits >> 31
        return 1 + noise * (2 * Double(bits >> 11) / Double(1 << 53) - 1)
    }

    /// Virtual seconds of what a job was last submitted for.
    func seconds(_ id: String) -> Double { state.withLock { $0.seconds[id]?.last ?? 0 } }

    /// Virtual seconds of everything that a job was submitted for, first to last.
    func parts(_ id: String) -> [Double] { state.withLock { $0.seconds[id] ?? [] } }

    func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding {
        let id = job.id
        if trained == nil {
            let event = TrainedEvent(
                id: id, job: job, bestEpoch: job.training.epochs, validationAccuracy: 0, crossEntropy: [], regulariser: [],
                accuracy: [], seconds: 0, place: lane.record)
            guard record(.trained(event)) else { return .stopped }
        }
        for evaluation in evaluations {
            var values: [String: Double] = [:]
            for measure in evaluation.measures { values[measure.rawValue] = value(measure, job) }
            let event = EvaluatedEvent(
                id: evaluation.id, evaluation: evaluation, measurements: Measurements(samples: 1, values: values),
                seconds: 0, place: lane.record)
            guard record(.evaluated(event)) else { return .stopped }
        }
        return .done
    }

    /// At the threshold from `passingNu` on, and below it in proportion to ν before.
    private func value(_ measure: Measure, _ job: Job) -> Double {
        guard let nu = job.nu else { return 0 }
        let asked = searches.filter { $0.settings.measure == measure && $0.job(nu: nu, seed: job.seed) == job }
            .map(\.settings.threshold)
        guard let least = asked.min(), let most = asked.max() else { return 0 }
        return nu >= passingNu ? most : least - max(abs(least), 1) * (1 - nu / passingNu)
    }
}
