/// What a sweep will need of the machine's memory, told before it starts: a job that finds none at three in
/// the morning takes the whole process with it.
///
/// An upper bound, counted from the shapes of what is allocated, with a tenth on top for the allocator.
public struct MemoryPlan: Hashable, Sendable {
    /// The jobs of one group and method: they differ in nothing that takes memory.
    struct Demand: Hashable, Sendable {
        /// For people.
        var label: String
        var lane: Int
        /// `JobMemory.listed`
        var listed: Int

        init(label: String, lane: Int, listed: Int = 0) {
            (self.label, self.lane, self.listed) = (label, lane, listed)
        }

        init(_ shape: JobShape, label: String, _ spec: SweepSpec, train: InkExtent, validation: InkExtent) {
            var measures = Set(spec.measures)
            if case .smallest(let settings) = spec.nu { measures.insert(settings.measure) }
            let memory = JobMemory(
                shape, train: train, validation: validation, measures: measures, saliency: spec.saliency,
                analyses: spec.analyses, options: spec.options)
            self.init(label: label, lane: MemoryPlan.rounded(memory.peak), listed: memory.listed)
        }
    }

    /// One copy of what parts of a sweep share.
    struct InkPlace: Hashable, Sendable {
        var data: DataRequest
        var group: GroupName
    }

    /// Largest first; never empty.
    let demands: [Demand]
    /// Ink of each group on each data set, largest first.
    let ink: [Int]
    /// Bytes of a copy of the images of all sets that networks are trained on, for one NUMA node.
    public let images: Int
    /// How many jobs may be in processes of their own at once: all with `--isolate`, after a crash those that were
    /// running in it.
    public var processes = 0
    /// What a process of its own reads for one job: the largest set, and what it drifts to.
    private let ownImages: Int
    private let inkPlaces: [InkPlace: Int]
    private let sets: [DataRequest: Int]

    /// - Parameters:
    ///   - spec: validated: with a group and a method; one part of a sweep.
    ///   - other: what it drifts to, where it does.
    ///   - groups: those of the spec; others' jobs fail before they need anything.
    public init(
        _ spec: SweepSpec, data: PreparedData, other: PreparedData? = nil, groups: [GroupName: PermutationGroup]
    ) {
        let background = data.normalisation.background
        let train = InkExtent(data.train.images, background: background)
        let validation = InkExtent(data.validation.images, background: background)
        var demands: [Demand] = []
        var ink: [InkPlace: Int] = [:]
        for name in spec.groups {
            guard let group = groups[name] else { continue }
            ink[InkPlace(data: spec.data, group: name)] = [train, validation].reduce(0) {
                $0 + $1.listSize(order: group.order, pixels: data.pixels)
            }
            for method in spec.methods {
                let task = TrainingTask(
                    data: data, group: group, method: method, seed: 0, parameters: spec.training)
                var shape = JobShape(task)
                shape.otherIsSparse = other?.normalisation.isSparse ?? true
                demands.append(
                    Demand(shape, label: Self.label(spec, name, method), spec, train: train, validation: validation))
            }
        }
        self.init(spec, demands: demands, ink: ink, images: data.imageSize)
    }

    /// Of one part of a sweep.
    init(_ spec: SweepSpec, demands: [Demand], ink: [InkPlace: Int], images: Int) {
        // D₂ is cut like D₁.
        let own = images * (spec.analyses.contains(.drift) ? 2 : 1)
        self.init(demands: demands, inkPlaces: ink, sets: [spec.data: images], ownImages: own)
    }

    /// For people: `R4 IR`, `wide: R4 IR`.
    static func label(_ spec: SweepSpec, _ group: GroupName, _ method: Method) -> String {
        (spec.variant.map { "\($0): " } ?? "") + "\(group.label) \(method.rawValue)"
    }

    /// Of several parts at once. Those with the same data share its images and its ink.
    public init(_ plans: [MemoryPlan]) {
        self.init(
            demands: plans.flatMap(\.demands),
            inkPlaces: plans.reduce(into: [:]) { all, plan in all.merge(plan.inkPlaces) { max($0, $1) } },
            sets: plans.reduce(into: [:]) { all, plan in all.merge(plan.sets) { max($0, $1) } },
            ownImages: plans.map(\.ownImages).max() ?? 0)
    }

    private init(demands: [Demand], inkPlaces: [InkPlace: Int], sets: [DataRequest: Int], ownImages: Int) {
        self.demands = demands.sorted { ($0.lane, $1.label) > ($1.lane, $0.label) }
        (self.inkPlaces, self.sets, self.ownImages) = (inkPlaces, sets, ownImages)
        ink = inkPlaces.values.sorted(by: >)
        images = sets.values.reduce(0, +)
    }

    /// With what the allocator keeps for itself: a tenth, and some megabytes of small things.
    private static func rounded(_ bytes: Int) -> Int { bytes + bytes / 10 + 4 << 20 }

    /// Bytes that the largest job needs; 0 where there is none.
    public var perLane: Int { demands.first?.lane ?? 0 }

    /// Bytes that lanes share: the ink of as many groups as can be in work at once, on each node, and the
    /// nodes' copies of the images. The original images are in memory already.
    /// - Parameter nodes: NUMA nodes with a copy; 0 where lanes share the original.
    public func shared(lanes: Int, nodes: Int) -> Int {
        let lists = ink.flatMap { [Int](repeating: $0, count: max(1, nodes)) }
        return lists.prefix(lanes).reduce(0, +) + nodes * images
    }

    /// Bytes beyond what the process holds when the first job begins.
    public func needed(lanes: Int, nodes: Int) -> Int {
        lanes * perLane + min(lanes, processes) * ownCopies + shared(lanes: lanes, nodes: nodes)
    }

    /// What a process of its own holds besides: the data as read and as prepared, its ink, the program.
    private var ownCopies: Int { 2 * ownImages + (ink.first ?? 0) + 32 << 20 }

    /// Whether all lanes of a plan have the memory for the largest job.
    public func fits(_ plan: LanePlan, into available: AvailableMemory) -> Bool {
        fits(plan, lanes: plan.lanes.count, into: available)
    }

    private func fits(_ plan: LanePlan, lanes: Int, into available: AvailableMemory) -> Bool {
        needed(lanes: lanes, nodes: Self.nodes(plan, lanes)) <= available.bytes
    }

    /// NUMA nodes with a copy, where only the first lanes are used.
    private static func nodes(_ plan: LanePlan, _ lanes: Int) -> Int {
        let nodes = LanePlan(lanes: Array(plan.lanes.prefix(lanes)), notices: []).nodes.count
        return nodes > 1 ? nodes : 0
    }

    /// The plan with as many of its first lanes as fit when each has the largest job; a notice says so
    /// where they are fewer.
    ///
    /// - Parameter available: nil where nothing is known of it; then all lanes stay.
    /// - Throws: `MemoryPlanError` where even one lane does not fit, and, whatever is available, where a batch has more inked
    ///   pixels than can be listed.
    public func fitted(_ plan: LanePlan, into available: AvailableMemory?) throws(MemoryPlanError) -> LanePlan {
        if let large = demands.max(by: { $0.listed < $1.listed }), large.listed >= InkLists.limit {
            throw .tooManyPixels(job: large.label, pixels: large.listed)
        }
        guard let available else { return plan }
        for count in stride(from: plan.lanes.count, to: 0, by: -1) {
            guard fits(plan, lanes: count, into: available) else { continue }
            guard count < plan.lanes.count else { return plan }
            return LanePlan(
                lanes: Array(plan.lanes.prefix(count)),
                notices: plan.notices + [
                    .memory(
                        lanes: count, insteadOf: plan.lanes.count, perLane: perLane,
                        shared: shared(lanes: count, nodes: Self.nodes(plan, count)), available)
                ])
        }
        throw .doesNotFit(
            job: demands.first?.label ?? "", needed: needed(lanes: 1, nodes: 0), available: available)
    }
}

/// Why no number of lanes fits.
public enum MemoryPlanError: Error, Hashable, CustomStringConvertible {
    /// Not even one lane has the memory for the largest job.
    case doesNotFit(job: String, needed: Int, available: AvailableMemory)
    /// More inked pixels in one batch than can be numbered, with whatever memory.
    case tooManyPixels(job: String, pixels: Int)

    /// What is needed and what there is, and what to do about it.
    public var description: String {
        switch self {
        case .doesNotFit(let job, let needed, let available):
            "\(job) needs up to \(LaneNotice.size(needed)) of memory, and \(LaneNotice.size(available.bytes)) are "
                + "available (\(available.source)). Narrower layers (training.hidden) or smaller batches "
                + "(training.batch) need less. If you know better, SWEEP_MEMORY=64G plans with as much, and "
                + "SWEEP_MEMORY=off does not ask."
        case .tooManyPixels(let job, let pixels):
            "\(job) may have \(pixels) inked pixels in one batch, its transformed samples included; expected fewer than "
                + "\(InkLists.limit): a smaller batch (training.batch), or a smaller group"
        }
    }
}

extension AvailableMemory {
    /// - Parameter environment: `SWEEP_MEMORY`: a size such as `500M` or `64G`, or `off`.
    /// - Returns: nil for `off`, and where the system does not tell.
    /// - Throws: `AvailableMemoryError` for any other text.
    public static func chosen(environment: [String: String]) throws(AvailableMemoryError) -> AvailableMemory? {
        guard let text = environment["SWEEP_MEMORY"], !text.isEmpty else { return read() }
        if text == "off" { return nil }
        guard let bytes = size(text) else { throw .size(text) }
        return AvailableMemory(bytes: bytes, source: "SWEEP_MEMORY=\(text)")
    }

    /// "500M", "64G", "1T": powers of 1,000.
    private static func size(_ text: String) -> Int? {
        let units = ["K": 1000, "M": 1_000_000, "G": 1_000_000_000, "T": 1_000_000_000_000]
        guard let unit = units[text.suffix(1).uppercased()] else { return nil }
        let digits = text.dropLast()
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30 ... 0x39).contains($0) }), let count = Int(digits),
            count <= Int.max / unit
        else { return nil }
        return count * unit
    }
}

/// A text in `SWEEP_MEMORY` that is no size.
public enum AvailableMemoryError: Error, Hashable, CustomStringConvertible {
    case size(String)

    /// The text, and what was expected in its place.
    public var description: String {
        switch self {
        case .size(let text): "SWEEP_MEMORY=\(text): expected a size such as 500M or 64G, or off"
        }
    }
}
