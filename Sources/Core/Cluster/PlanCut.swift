/// A plan cut into shards: parts that need nothing of one another, and together are the plan.
///
/// Every process that has the plan and the number of shards finds the same cut, so that nobody has to tell it. It
/// depends on nothing that was measured.
public struct PlanCut: Sendable {
    /// What is not taken apart: a job; or a search with all that it may ask for.
    struct Unit: Sendable {
        /// Places in the plan.
        var jobs: [Int] = []
        var searches: [Int] = []
        /// Expected seconds on one lane.
        var seconds = 0.0
    }

    /// The whole sweep's.
    public let plan: SweepPlan
    /// How many shards; some are empty where there are fewer units.
    public let count: Int
    let units: [Unit]
    /// Beside `units`: whose it is, from 0.
    let owners: [Int]
    /// Expected seconds of each shard, on one lane.
    public let seconds: [Double]

    /// - Parameter count: at least 1.
    /// - Complexity: O(n log n) for n jobs.
    public init(_ plan: SweepPlan, count: Int, sizes: PlanSizes = PlanSizes()) {
        self.plan = plan
        self.count = max(1, count)
        units = Self.units(of: plan, sizes)
        (owners, seconds) = Self.balanced(units.map(\.seconds), self.count)
    }

    /// How many units a plan has: more shards are of no use.
    public static func unitCount(of plan: SweepPlan) -> Int { units(of: plan, PlanSizes()).count }

    /// Expected seconds of a whole plan on one lane, before anything was measured.
    public static func seconds(of plan: SweepPlan) -> Double { units(of: plan, PlanSizes()).reduce(0) { $0 + $1.seconds } }

    /// The part of a shard.
    public func part(_ number: ShardNumber) -> SweepPlan {
        let mine = owners.indices.filter { owners[$0] == number.index - 1 }.map { units[$0] }
        return plan.part(jobs: mine.flatMap(\.jobs).sorted(), searches: mine.flatMap(\.searches).sorted())
    }

    /// Eight hexadecimal digits that tell it from every other cut: of other jobs, on other data, into other parts.
    public var tag: String {
        var text = "shards=\(count)\n"
        for (unit, owner) in zip(units, owners) {
            let ids = unit.jobs.map { plan.ids[$0].text } + unit.searches.map { plan.searches[$0].id }
            text += "\(owner)=\(ids.joined(separator: ","))\n"
        }
        return String(Digest.sha256(text).prefix(8))
    }

    // MARK: - Units

    /// Networks that a search may ask for too.
    private struct Form: Hashable {
        var data: DataIdentity
        var group: GroupName
        var regulariser: Regulariser?
        var training: TrainingParameters
    }

    private static func units(of plan: SweepPlan, _ sizes: PlanSizes) -> [Unit] {
        var estimate = CostEstimate(costs: CostModel(), sizes: sizes)
        var units: [Unit] = []
        var searched: [Form: Int] = [:]
        for (index, search) in plan.searches.enumerated() {
            let form = Form(
                data: search.data, group: search.group, regulariser: search.regulariser, training: search.training)
            // Two searches of such networks may meet at the same ν: one trains what both need.
            let place = searched[form] ?? units.count
            if place == units.count { units.append(Unit()) }
            searched[form] = place
            units[place].searches.append(index)
            units[place].seconds += seconds(search, plan, &estimate)
        }
        for (index, job) in plan.jobs.enumerated() {
            let seconds = estimate.seconds(job, isTrained: false, [plan.evaluation(at: index)] + plan.analyses(at: index))
            let form = Form(data: job.data, group: job.group, regulariser: job.regulariser, training: job.training)
            guard job.method == .IR, let place = searched[form] else {
                units.append(Unit(jobs: [index], seconds: seconds))
                continue
            }
            units[place].jobs.append(index)
            units[place].seconds += seconds
        }
        return units
    }

    /// All its probes, one after another.
    private static func seconds(_ search: NuSearchUnit, _ plan: SweepPlan, _ estimate: inout CostEstimate) -> Double {
        guard let job = search.jobs(nu: search.settings.from).first else { return 0 }
        let probe = estimate.seconds(job, isTrained: false, [search.evaluation(of: job)])
        let last = estimate.seconds(job, isTrained: true, plan.evaluations(of: job))
        return (SearchRun(search).probesLeft * probe + last) * Double(search.seeds.count)
    }

    // MARK: - Balance

    private struct Load: Comparable {
        var seconds: Double
        /// Units: where all cost nothing, shards still have as many each.
        var count: Int
        var shard: Int

        static func < (a: Load, b: Load) -> Bool {
            (a.seconds, a.count, a.shard) < (b.seconds, b.count, b.shard)
        }
    }

    /// The longest first, each to the shard that has least so far: at most a third more than the best (Graham, 1969).
    private static func balanced(_ costs: [Double], _ count: Int) -> (owners: [Int], seconds: [Double]) {
        var owners = [Int](repeating: 0, count: costs.count)
        var seconds = [Double](repeating: 0, count: count)
        var loads = PriorityQueue((0 ..< count).map { Load(seconds: 0, count: 0, shard: $0) })
        let order = costs.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }
        for unit in order {
            guard var least = loads.pop() else { break }
            owners[unit] = least.shard
            least.seconds += costs[unit]
            least.count += 1
            seconds[least.shard] = least.seconds
            loads.push(least)
        }
        return (owners, seconds)
    }
}
