/// Which kernels a process uses, and why.
public struct InstructionSetChoice: Sendable, Equatable {
    /// The set that all kernels of the process use.
    public let chosen: InstructionSet
    /// All that this build and this CPU can run, narrowest first.
    public let available: [InstructionSet]
    /// Whether `SWEEP_ISA` named it.
    public let isOverridden: Bool

    /// - Throws: `InstructionSetError` where `SWEEP_ISA` names what is not there.
    public init(environment: [String: String]) throws(InstructionSetError) {
        self.init(
            chosen: try InstructionSet.choose(environment: environment),
            available: InstructionSet.allCases.filter(\.isAvailable),
            isOverridden: !(environment[InstructionSet.variable] ?? "").isEmpty)
    }

    init(chosen: InstructionSet, available: [InstructionSet], isOverridden: Bool) {
        self.chosen = chosen
        self.available = available
        self.isOverridden = isOverridden
    }

    /// Why it was chosen, for people, in words that follow the set's name.
    public var reason: String {
        let others = available.filter { $0 != chosen }.map(\.rawValue)
        if isOverridden {
            return "\(InstructionSet.variable) says so"
                + (others.isEmpty ? "" : "; this CPU also runs \(others.joined(separator: ", "))")
        }
        guard let narrower = others.last else { return "the only ones that this CPU runs" }
        return "the widest that this CPU runs (by cpuid); \(InstructionSet.variable)=\(narrower) would choose others"
    }
}
