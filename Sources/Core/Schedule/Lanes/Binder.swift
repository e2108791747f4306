import CHwloc
import Foundation

/// What came of an attempt to bind a thread.
public enum Binding: Hashable, Sendable, CustomStringConvertible {
    /// Nothing was asked for.
    case notAsked
    /// As read back from the operating system, which may differ from what was asked.
    case bound(ProcessorSet, asked: ProcessorSet)
    /// Containers and macOS refuse; the lane works on, unbound.
    case refused(asked: ProcessorSet, reason: String)

    /// "3", "0-1" or "unbound", as `LaneRecord` has it.
    public var processors: String {
        if case .bound(let found, _) = self { found.description } else { "unbound" }
    }

    /// True where the thread is where it was asked to be, or nothing was asked.
    public var isAsPlanned: Bool {
        switch self {
        case .notAsked: true
        case .bound(let found, let asked): found == asked
        case .refused: false
        }
    }

    /// `bound to 3`, `not bound to 3: …`: what was asked for, and what came of it.
    public var description: String {
        switch self {
        case .notAsked: "not bound"
        case .bound(let found, let asked) where found == asked: "bound to \(found)"
        case .bound(let found, let asked): "asked for \(asked), the system bound it to \(found)"
        case .refused(let asked, let reason): "not bound to \(asked): \(reason)"
        }
    }
}

/// Binds the current thread through hwloc. Never use it on the main thread: libdispatch sizes
/// itself by that one's mask, and new threads inherit it.
public struct Binder: Sendable {
    private let topology: HwlocTopology

    /// Binds through the topology's own handle; where it is not this machine's, every binding is refused.
    public init(_ topology: HwlocTopology) {
        self.topology = topology
    }

    private static let thread = Int32(HWLOC_CPUBIND_THREAD.rawValue)

    /// Binds the current thread and reads back what the system made of it.
    public func bindCurrentThread(to processors: ProcessorSet) -> Binding {
        guard topology.isThisMachine else {
            return .refused(asked: processors, reason: "the topology is not this machine's")
        }
        if let reason = set(processors) { return .refused(asked: processors, reason: reason) }
        guard let found = currentThread() else {
            return .refused(asked: processors, reason: "the system does not tell where the thread is bound")
        }
        return .bound(found, asked: processors)
    }

    /// The current thread's mask. Nil where the system does not tell.
    public func currentThread() -> ProcessorSet? {
        guard topology.isThisMachine else { return nil }
        let found = HwlocBitmap.withEmpty { bitmap -> ProcessorSet? in
            guard hwloc_get_cpubind(topology.handle, bitmap, Self.thread) == 0 else { return nil }
            return HwlocBitmap.members(bitmap, within: topology.handle)
        }
        return found ?? nil
    }

    /// Gives the current thread a former mask back. False where the system refused.
    @discardableResult
    public func restoreCurrentThread(_ former: ProcessorSet?) -> Bool {
        guard topology.isThisMachine, let former else { return false }
        return set(former) == nil
    }

    /// Nil where it worked, otherwise why not.
    private func set(_ processors: ProcessorSet) -> String? {
        guard !processors.isEmpty else { return "no processor named" }
        let outcome = HwlocBitmap.with(processors) { bitmap -> String? in
            hwloc_set_cpubind(topology.handle, bitmap, Self.thread) == 0 ? nil : SystemError.text(errno)
        }
        return outcome ?? "out of memory"
    }
}
