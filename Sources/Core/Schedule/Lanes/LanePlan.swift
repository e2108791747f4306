/// Where one lane shall run.
public struct PlannedLane: Hashable, Sendable {
    /// From 0.
    public var index: Int
    /// What its thread shall be bound to: one processor, or those of its NUMA node; nil where it is not to
    /// be bound.
    public var processors: ProcessorSet?
    /// The core that it was planned on.
    public var core: MachineLayout.Core

    /// - Parameter processors: those that the lane is bound to; nil for any.
    public init(index: Int, processors: ProcessorSet?, core: MachineLayout.Core) {
        self.index = index
        self.processors = processors
        self.core = core
    }

    /// The NUMA node whose memory the lane shall use; nil where it may run anywhere.
    public var node: Int? { processors == nil ? nil : core.numa }

    /// "processor 4, core 2, package 0, L3 1, NUMA 0"; "processors 0-7, package 0, NUMA 0" where it may
    /// move among several; "not bound" without pinning.
    public var place: String {
        guard let processors else { return "not bound" }
        var parts: [String]
        if processors.count == 1 {
            parts = ["processor \(processors)", "core \(core.index)", "package \(core.package)"]
            if let l3 = core.l3 { parts.append("L3 \(l3)") }
        } else {
            parts = ["processors \(processors)", "package \(core.package)"]
        }
        if let numa = core.numa { parts.append("NUMA \(numa)") }
        return parts.joined(separator: ", ")
    }
}

/// Which processors the jobs of a run are done on.
public struct LanePlan: Hashable, Sendable {
    /// In the order in which they are numbered. `LanePlanner` never leaves it empty.
    public var lanes: [PlannedLane]
    /// What a person should know of the choice.
    public var notices: [LaneNotice]

    /// - Parameter notices: what a person should know of how these lanes came about.
    public init(lanes: [PlannedLane], notices: [LaneNotice]) {
        self.lanes = lanes
        self.notices = notices
    }

    /// The NUMA nodes whose memory the lanes shall use.
    public var nodes: Set<Int> { Set(lanes.compactMap(\.node)) }
}
