/// Measures what this core multiplies and adds at most, with everything in registers.
///
/// Not Sendable: made and used on the core that it speaks of.
final class PeakMeter {
    private let kernels: KernelSet
    private let values = FloatBuffer(count: Panels.width)
    private var rounds = 1_000

    /// Finds how many rounds take about a millisecond: short enough to stand beside every
    /// repetition, long enough for the clock.
    init(_ kernels: KernelSet) {
        self.kernels = kernels
        while burst().seconds < 0.000_5, rounds < 1 << 40 { rounds *= 2 }
    }

    /// Multiply-adds per second of one burst.
    func rate() -> Double {
        let burst = burst()
        return burst.multiplyAdds / burst.seconds
    }

    private func burst() -> (multiplyAdds: Double, seconds: Double) {
        values[0] = 1
        values[1] = 1e-9
        var done = 0
        let seconds = Stopwatch.seconds { done = kernels.peakFMA(rounds, values.base) }
        // A clock that did not move must not make the rate infinite.
        return (Double(done), max(seconds, 1e-9))
    }
}

enum Stopwatch {
    static func seconds<Failure: Error>(_ work: () throws(Failure) -> Void) throws(Failure) -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try work()
        return start.duration(to: clock.now) / .seconds(1)
    }
}
