import CCPUFeatures

/// An instruction set that the kernels were compiled for. All give the same bits; they differ in
/// speed alone.
public enum InstructionSet: String, Sendable, Encodable, CaseIterable {
    /// Whatever the build's target has: SSE2 on x86-64, NEON on arm64.
    case portable
    case avx2
    case avx512

    /// Environment variable that overrides the choice.
    public static let variable = "SWEEP_ISA"

    /// Whether this build has kernels for it and this CPU (and its operating system) runs them.
    public var isAvailable: Bool {
        switch self {
        case .portable: true
        case .avx2: cpu_has_x86_64_v3()
        case .avx512: cpu_has_x86_64_v4()
        }
    }

    /// The widest available, or the one that `SWEEP_ISA` names.
    /// - Throws: `InstructionSetError` where that is no set, or none that this CPU runs.
    public static func choose(environment: [String: String]) throws(InstructionSetError) -> InstructionSet {
        guard let wanted = environment[variable], !wanted.isEmpty else {
            return allCases.last(where: \.isAvailable) ?? .portable
        }
        guard let named = InstructionSet(rawValue: wanted) else { throw .unknown(wanted) }
        guard named.isAvailable else { throw .unavailable(named) }
        return named
    }
}

/// An instruction set that was asked for and cannot be used.
public enum InstructionSetError: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case unavailable(InstructionSet)

    /// For people: what `SWEEP_ISA` says, and the sets that this machine runs.
    public var description: String {
        let here = InstructionSet.allCases.filter(\.isAvailable).map(\.rawValue).joined(separator: ", ")
        return switch self {
        case .unknown(let text):
            "\(InstructionSet.variable)=\(text): unknown instruction set; this machine runs: \(here)"
        case .unavailable(let set):
            "\(InstructionSet.variable)=\(set.rawValue): this CPU does not have it; it runs: \(here)"
        }
    }
}
