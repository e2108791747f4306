/// What a run says while it waits for other sweeps to end: at once, and then every few minutes.
public struct CoreWaiting: Sendable {
    /// Seconds between two lines.
    static let pause = 180.0

    private var next = 0.0

    /// Nothing has been said yet.
    public init() {}

    /// - Parameters:
    ///   - held: who has the cores now.
    ///   - seconds: since the waiting began.
    /// - Returns: nil while there is nothing new to be said.
    public mutating func line(_ held: [HeldCores], after seconds: Double) -> String? {
        guard seconds >= next else { return nil }
        let isFirst = next == 0
        next = seconds + Self.pause
        let holders = Self.holders(held)
        return isFirst
            ? "all cores are in use by \(holders); waiting; --pin none runs beside it, --no-wait gives up at once"
            : "still waiting after \(Int(seconds / 60)) min: all cores are in use by \(holders)"
    }

    /// "process 12 (sweep a, /r), process 34 (sweep b, /s)".
    public static func holders(_ held: [HeldCores]) -> String {
        Set(held.map(\.holder.description)).sorted().joined(separator: ", ")
    }
}
