import CHwloc
import Foundation

/// A machine as hwloc sees it. Load it once, on the main thread, before anything is bound: what
/// the process may use is read from the calling thread's own mask.
public final class HwlocTopology: @unchecked Sendable {
    // @unchecked: `handle` is never written after `init`, and hwloc documents that a loaded
    // topology may be read, and threads be bound through it, from several threads at once.

    /// Where the topology comes from.
    public enum Source: Hashable, Sendable, CustomStringConvertible {
        case thisMachine
        /// hwloc's notation, for instance `pack:2 [numa] l3:2 core:4 pu:2`.
        case synthetic(String)
        /// A file written by `lstopo machine.xml`.
        case xml(path: String)

        /// What a person means by `--topology`: a file where one has that name, or the name ends in `.xml`;
        /// a synthetic topology otherwise.
        public init(argument: String) {
            let isFile = argument.lowercased().hasSuffix(".xml") || FileManager.default.fileExists(atPath: argument)
            self = isFile ? .xml(path: argument) : .synthetic(argument)
        }

        /// `this machine`, the synthetic text, or the file's path.
        public var description: String {
            switch self {
            case .thisMachine: "this machine"
            case .synthetic(let text): "synthetic topology '\(text)'"
            case .xml(let path): path
            }
        }
    }

    let handle: hwloc_topology_t
    /// Cores, caches and NUMA nodes as plain values.
    public let layout: MachineLayout
    /// The processors that this process may use: inside the cgroup's cpuset and inside the
    /// affinity mask of the thread that loaded the topology.
    public let allowed: ProcessorSet
    /// False for synthetic and XML topologies, on which nothing can be bound.
    public let isThisMachine: Bool

    /// - Throws: `TopologyError`.
    public init(_ source: Source = .thisMachine) throws(TopologyError) {
        let handle = try Self.load(source)
        let layout = MachineLayout(handle)
        let isThisMachine = hwloc_topology_is_thissystem(handle) == 1
        guard !layout.cores.isEmpty else {
            hwloc_topology_destroy(handle)
            throw .noProcessors(source: source.description)
        }
        self.handle = handle
        self.layout = layout
        self.isThisMachine = isThisMachine
        allowed = Self.allowed(handle, layout: layout, isThisMachine: isThisMachine)
    }

    deinit { hwloc_topology_destroy(handle) }

    private static func load(_ source: Source) throws(TopologyError) -> hwloc_topology_t {
        var made: hwloc_topology_t?
        guard hwloc_topology_init(&made) == 0, let handle = made else {
            throw .detection(reason: SystemError.text(errno))
        }
        do throws(TopologyError) {
            try configure(handle, source)
            // Processors that the cgroup forbids stay in the picture, so that `--cpus 7` can be
            // answered with "exists, but not for this process".
            guard hwloc_topology_set_flags(handle, UInt(HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED.rawValue)) == 0,
                hwloc_topology_load(handle) == 0
            else { throw failure(source) }
        } catch {
            hwloc_topology_destroy(handle)
            throw error
        }
        return handle
    }

    private static func configure(_ handle: hwloc_topology_t, _ source: Source) throws(TopologyError) {
        switch source {
        case .thisMachine: break
        case .synthetic(let text):
            // hwloc would set about building it.
            guard SyntheticSize.processors(of: text) <= ProcessorSet.largestNumber else {
                throw .tooLarge(text: text, most: ProcessorSet.largestNumber)
            }
            guard hwloc_topology_set_synthetic(handle, text) == 0 else { throw failure(source) }
        case .xml(let path):
            guard hwloc_topology_set_xml(handle, path) == 0 else { throw failure(source) }
        }
    }

    private static func failure(_ source: Source) -> TopologyError {
        let reason = SystemError.text(errno)
        return switch source {
        case .thisMachine: .detection(reason: reason)
        case .synthetic(let text): .synthetic(text: text)
        case .xml(let path): .file(path: path, reason: reason)
        }
    }

    private static func allowed(
        _ handle: hwloc_topology_t, layout: MachineLayout, isThisMachine: Bool
    ) -> ProcessorSet {
        var allowed = layout.processors
        if let cgroup = hwloc_topology_get_allowed_cpuset(handle) {
            allowed = allowed.intersection(HwlocBitmap.members(cgroup, within: handle))
        }
        guard isThisMachine else { return allowed }
        let mask = HwlocBitmap.withEmpty { bitmap -> ProcessorSet? in
            guard hwloc_get_cpubind(handle, bitmap, Int32(HWLOC_CPUBIND_THREAD.rawValue)) == 0 else { return nil }
            return HwlocBitmap.members(bitmap, within: handle)
        }
        // macOS cannot tell a thread's mask, and then there is none to obey.
        guard case .some(.some(let mask)) = mask, !mask.isEmpty else { return allowed }
        return allowed.intersection(mask)
    }
}
