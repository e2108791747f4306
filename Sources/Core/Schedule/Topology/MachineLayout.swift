/// What the planning of lanes needs to know of a machine, as a plain value: planning is then pure,
/// and can be tried on machines that are not here.
public struct MachineLayout: Hashable, Sendable {
    /// A hardware thread.
    public struct Processor: Hashable, Sendable {
        /// hwloc's number: neighbours in the topology have neighbouring numbers.
        public var logical: Int
        /// The operating system's number, which binding and `--cpus` use.
        public var os: Int

        /// - Parameters:
        ///   - logical: hwloc's number.
        ///   - os: the operating system's.
        public init(logical: Int, os: Int) {
            self.logical = logical
            self.os = os
        }
    }

    /// A physical core.
    public struct Core: Hashable, Sendable {
        /// hwloc's logical number.
        public var index: Int
        /// Its SMT siblings, in hwloc's order; never empty.
        public var processors: [Processor]
        /// hwloc's logical number of the package; 0 where the machine tells of none.
        public var package: Int
        /// hwloc's logical number of the L3 cache; nil where there is none.
        public var l3: Int?
        /// The operating system's number of the nearest memory, the NUMA node; nil where there is none.
        public var numa: Int?
        /// The larger the faster (hwloc's "CPU kinds"); nil where all cores are alike or the
        /// kinds could not be ranked.
        public var efficiency: Int?

        /// - Parameter processors: SMT siblings in hwloc's order; one at least.
        public init(
            index: Int, processors: [Processor], package: Int = 0, l3: Int? = nil, numa: Int? = nil,
            efficiency: Int? = nil
        ) {
            self.index = index
            self.processors = processors
            self.package = package
            self.l3 = l3
            self.numa = numa
            self.efficiency = efficiency
        }
    }

    /// In hwloc's logical order.
    public var cores: [Core]
    /// The operating system's numbers of memory that is no core's nearest (CXL, HBM): nothing is put there.
    public var otherMemory: [Int]

    /// - Parameter cores: in hwloc's logical order.
    public init(cores: [Core], otherMemory: [Int] = []) {
        self.cores = cores
        self.otherMemory = otherMemory
    }

    /// All processors by the operating system's numbers.
    public var processors: ProcessorSet {
        ProcessorSet(cores.flatMap { $0.processors.map(\.os) })
    }
}
