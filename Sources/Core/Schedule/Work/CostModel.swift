/// Expected seconds of a piece of work from its multiply-adds, corrected by what was measured.
/// Used for the order (longest first) and the time left, never for a result.
public struct CostModel: Sendable, Hashable {
    /// Work that is done at one speed: "train IR", "measure SI".
    public typealias Kind = String

    private struct Tally: Sendable, Hashable {
        var seconds = 0.0
        var multiplyAdds = 0.0
    }

    /// Multiply-adds per second of one lane that are believed in before anything was measured.
    public let assumedSpeed: Double
    private var kinds: [Kind: Tally] = [:]
    private var all = Tally()

    /// Each measurement weighs this much less with every later one: a machine that gets warm, or
    /// gets company, is followed within some thirty jobs.
    private static let memory = 0.95

    /// What is assumed where nobody knows the instruction set: AVX2, as most have.
    private static let usualSpeed = assumedSpeed(of: .avx2)

    /// - Parameter assumedSpeed: multiply-adds per second of one lane; must be positive. Nil for what is usual.
    public init(assumedSpeed: Double? = nil) {
        let given = assumedSpeed ?? Self.usualSpeed
        self.assumedSpeed = given > 0 && given.isFinite ? given : Self.usualSpeed
    }

    /// Multiply-adds per second of one lane, of an ordinary server's core: a first guess is rather too long than too short.
    /// Measured on one of 2.0 GHz (Intel Xeon, Sapphire Rapids, as a virtual machine), training and measuring WT, DA and IR
    /// ran at 2.5 to 2.9 · 10¹⁰ (AVX-512), 1.7 to 1.9 · 10¹⁰ (AVX2) and 2.9 · 10⁸ (neither, on x86); an AMD EPYC (Zen 5)
    /// is over three times as fast. NEON was not measured.
    public static func assumedSpeed(of instructionSet: InstructionSet) -> Double {
        switch instructionSet {
        case .avx512: return 2.4e10
        case .avx2: return 1.7e10
        case .portable:
            #if arch(x86_64)
            return 2.5e8
            #else
            return 1e10
            #endif
        }
    }

    /// Learns from finished work. Values that cannot be are passed over.
    public mutating func measured(_ kind: Kind, multiplyAdds: Double, seconds: Double) {
        guard multiplyAdds > 0, multiplyAdds.isFinite, seconds > 0, seconds.isFinite else { return }
        func fold(_ tally: inout Tally) {
            tally.seconds = tally.seconds * Self.memory + seconds
            tally.multiplyAdds = tally.multiplyAdds * Self.memory + multiplyAdds
        }
        fold(&kinds[kind, default: Tally()])
        fold(&all)
    }

    /// Multiply-adds per second of this kind; that of all kinds together while none of this one
    /// was measured.
    public func speed(_ kind: Kind) -> Double {
        let tally = kinds[kind] ?? all
        return tally.seconds > 0 ? tally.multiplyAdds / tally.seconds : assumedSpeed
    }

    /// Whether work of this very kind was measured; otherwise its speed is that of all kinds together, or assumed.
    public func hasMeasured(_ kind: Kind) -> Bool { kinds[kind] != nil }

    /// Expected seconds on one lane; 0 for no work.
    public func seconds(_ kind: Kind, multiplyAdds: Double) -> Double {
        guard multiplyAdds > 0, multiplyAdds.isFinite else { return 0 }
        return multiplyAdds / speed(kind)
    }
}
