import Synchronization

/// A whole run on virtual time: the runner, the searches and the queue of a real one, on lanes that need
/// not exist. What it shows is how well the work fits the lanes; what the networks would measure it assumes.
public struct Simulation: Sendable {
    /// What the simulation assumes.
    public struct Options: Sendable {
        /// From which ν on every search's threshold is reached.
        public var passingNu = 10.0
        /// Relative spread of costs: with 0.2 a job takes 0.8 to 1.2 times as long as expected; 0 for none.
        public var noise = 0.0
        /// What the spread is drawn from, together with the job's id.
        public var seed: UInt64 = 0

        /// Exact costs; every search passes from ν = 10 on.
        public init() {}
    }

    /// How many lanes there were.
    public let lanes: Int
    /// Every piece of work on its lane, in the order of their ends.
    public let stays: [VirtualScheduler.Stay]
    /// Virtual seconds until the last job ends.
    public let makespan: Double
    /// Virtual seconds of all jobs on one lane.
    public let total: Double
    /// Virtual seconds of the longest row of jobs that must follow one another: a search's probes, or one job.
    public let longestChain: Double
    /// Networks that searches asked for.
    public let probed: Int

    /// - Parameters:
    ///   - known: what is done already, and how fast it was.
    ///   - machine: whose speeds count.
    public init(
        _ plan: SweepPlan, known: KnownResults, lanes: Int, options: Options = Options(),
        machine: CostHistory.Machine? = nil, sizes: PlanSizes = PlanSizes()
    ) {
        let costs = known.costs(of: machine, sizes.work(of:isTrained:evaluations:))
        let executor = SimulatedExecutor(
            costs: costs, sizes: sizes, searches: plan.searches, passingNu: options.passingNu, noise: options.noise,
            seed: options.seed)
        let scheduler = VirtualScheduler(lanes: lanes) { executor.seconds($0.id) }
        let probes = Mutex<[(unit: NuSearchUnit, nu: Double)]>([])
        let runner = SweepRunner(
            plan: plan, known: known, executor: executor, pool: scheduler, journal: NoJournal(),
            costs: costs, learnsCosts: false,
            notify: { event in
                if case .probed(let unit, let probe) = event { probes.withLock { $0.append((unit, probe.nu)) } }
            },
            stopping: {})
        runner.start()
        stays = scheduler.run()
        self.lanes = max(1, lanes)
        makespan = stays.last?.end ?? 0
        total = stays.reduce(0) { $0 + $1.end - $1.start }
        var chain = stays.reduce(0) { max($0, $1.end - $1.start) }
        var probed = 0
        var chains: [NuSearchUnit: Double] = [:]
        for (unit, nu) in probes.withLock({ $0 }) {
            let parts = unit.jobs(nu: nu).map { executor.parts($0.id) }
            probed += parts.count { !$0.isEmpty }
            chains[unit, default: 0] += parts.map { $0.first ?? 0 }.max() ?? 0
        }
        for (unit, outcome) in runner.outcomes {
            guard let nu = outcome?.nu else { continue }
            // The answer's networks are measured once more, on the test split.
            chains[unit, default: 0] += unit.jobs(nu: nu).map { executor.parts($0.id).dropFirst().last ?? 0 }.max() ?? 0
        }
        for length in chains.values { chain = max(chain, length) }
        longestChain = chain
        self.probed = probed
    }

    /// No schedule can be shorter: an equal share of the work, and the longest chain.
    public var bound: Double { max(total / Double(lanes), longestChain) }

    /// 1 is as short as any schedule can be.
    public var ratio: Double { bound > 0 ? makespan / bound : 1 }

    /// The share of the lanes' time in which they work.
    public var utilisation: Double { makespan > 0 ? total / (makespan * Double(lanes)) : 1 }
}

extension Simulation {
    /// Lanes over time: a line for each lane, or for several where there are more than `height`, filled by
    /// how busy they are.
    /// - Parameter width: characters of a line, at least 20.
    public func picture(width: Int, height: Int = 16) -> [String] {
        guard makespan > 0 else { return [] }
        let perLine = (lanes + height - 1) / height
        let count = (lanes + perLine - 1) / perLine
        let names = (0 ..< count).map { line in
            let last = min((line + 1) * perLine, lanes) - 1
            return perLine == 1 ? "\(line)" : "\(line * perLine)–\(last)"
        }
        let margin = names.map(\.count).max() ?? 0
        let cells = max(10, width - margin - 3)
        var busy = [[Double]](repeating: [Double](repeating: 0, count: cells), count: count)
        let cell = makespan / Double(cells)
        for stay in stays {
            let first = min(cells - 1, Int(stay.start / cell))
            let last = min(cells - 1, Int(stay.end / cell))
            for index in first ... last {
                let from = max(stay.start, Double(index) * cell)
                let to = min(stay.end, Double(index + 1) * cell)
                busy[stay.lane / perLine][index] += max(0, to - from)
            }
        }
        let shades: [Character] = [" ", "░", "▒", "▓", "█"]
        return busy.enumerated().map { line, values in
            let inLine = Double(min((line + 1) * perLine, lanes) - line * perLine)
            let text = values.map { shades[min(4, Int($0 / (cell * inLine) * 4.001 + 0.5))] }
            return String(repeating: " ", count: margin - names[line].count) + names[line] + " │" + String(text) + "│"
        }
    }
}
