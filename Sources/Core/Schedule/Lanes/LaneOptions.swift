/// What a person may ask about lanes.
public struct LaneOptions: Hashable, Sendable {
    /// Where a lane's thread may run.
    public enum Pin: String, Sendable, CaseIterable {
        /// Threads go where the operating system puts them.
        case none
        /// Each lane stays on one processor.
        case core
        /// Each lane stays on the processors of its NUMA node, among which the operating system moves it.
        case numa
    }

    /// `--lanes`: how many; nil for one per physical core of the fastest kind.
    public var lanes: Int?
    /// `--cpus`: these processors alone, one lane on each; nil for all that the process may use.
    public var cpus: ProcessorSet?
    /// `--pin`.
    public var pin: Pin

    /// One lane per physical core, each bound to a processor, unless something else is given.
    public init(lanes: Int? = nil, cpus: ProcessorSet? = nil, pin: Pin = .core) {
        self.lanes = lanes
        self.cpus = cpus
        self.pin = pin
    }
}
