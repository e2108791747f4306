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

    /// - Parameter assumedSpeed: multiply-adds per second of one lane; must be positive.
    public init(assumedSpeed: Double = 3e10) {
        self.assumedSpeed = assumedSpeed > 0 && assumedSpeed.isFinite ? assumedSpeed : 3e10
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
