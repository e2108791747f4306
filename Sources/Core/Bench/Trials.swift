/// Repetitions of one piece of work, each with the peak measured just before and after it: clocks
/// change with temperature and neighbours, and a ratio to a peak of a minute ago would say more of
/// them than of the work.
struct Trials {
    /// Seconds that the work took once.
    private(set) var seconds: [Double] = []
    /// Multiply-adds per second of this core at that time.
    private(set) var peaks: [Double] = []

    /// - Parameter work: called once before anything is counted, which finds caches and branch
    ///   predictors cold and pages untouched.
    init<Failure: Error>(
        kernels: KernelSet, pace: BenchPace, _ work: @escaping () throws(Failure) -> Void
    ) throws(Failure) {
        self = try Self.alternating(kernels: kernels, pace: pace, [work])[0]
    }

    /// Several pieces of work in turn, one repetition of each, so that what changes on the machine
    /// meets all of them.
    /// - Returns: as many as there are pieces of work.
    static func alternating<Failure: Error>(
        kernels: KernelSet, pace: BenchPace, _ work: [() throws(Failure) -> Void]
    ) throws(Failure) -> [Trials] {
        let meter = PeakMeter(kernels)
        let times = try work.map { (work: () throws(Failure) -> Void) throws(Failure) -> Int in
            let first = try Stopwatch.seconds(work)
            // Timed once more where that is cheap: the first call was the cold one.
            let once = first < pace.burstSeconds ? try Stopwatch.seconds(work) : first
            return max(1, min(1_000_000, Int(pace.burstSeconds / max(once, 1e-9))))
        }
        var trials = [Trials](repeating: Trials(seconds: [], peaks: []), count: work.count)
        let clock = ContinuousClock()
        let start = clock.now
        var before = meter.rate()
        var repetitions = 0
        while repetitions < pace.leastRepetitions || start.duration(to: clock.now) / .seconds(1) < pace.rowSeconds {
            for index in work.indices {
                let took = try Stopwatch.seconds { () throws(Failure) in
                    for _ in 0 ..< times[index] { try work[index]() }
                }
                let after = meter.rate()
                trials[index].seconds.append(max(took, 1e-9) / Double(times[index]))
                trials[index].peaks.append((before + after) / 2)
                before = after
            }
            repetitions += 1
        }
        return trials
    }

    /// Of what was measured already.
    init(seconds: [Double], peaks: [Double]) {
        self.seconds = seconds
        self.peaks = peaks
    }

    /// A row in 10⁹ multiply-adds per second; its bound is the peak.
    func rateRow(_ name: String, multiplyAdds: Double, note: String? = nil) -> BenchRow {
        let rates = seconds.map { multiplyAdds / $0 }
        return BenchRow(
            name: name, SampleSummary(rates.map { $0 / 1e9 }), unit: "GMAC/s",
            bound: SampleSummary(peaks.map { $0 / 1e9 })?.median,
            ratio: SampleSummary(zip(rates, peaks).map { $0 / $1 })?.median, note: note)
    }

    /// A row of time per unit of work; its bound is the time of the multiply-adds alone.
    /// - Parameters:
    ///   - multiplyAdds: of one call of the work.
    ///   - scale: from the seconds of one call to the row's unit.
    func timeRow(_ name: String, multiplyAdds: Double, unit: String, scale: Double, note: String? = nil) -> BenchRow {
        let bounds = peaks.map { multiplyAdds / $0 }
        return BenchRow(
            name: name, SampleSummary(seconds.map { $0 * scale }), unit: unit,
            bound: SampleSummary(bounds.map { $0 * scale })?.median,
            ratio: SampleSummary(zip(bounds, seconds).map { $0 / $1 })?.median, note: note)
    }

    /// A row of things per second.
    /// - Parameter count: things that one call of the work makes.
    func countRow(
        _ name: String, count: Double, multiplyAdds: Double, unit: String, note: String? = nil
    ) -> BenchRow {
        BenchRow(
            name: name, SampleSummary(seconds.map { count / $0 }), unit: unit,
            bound: SampleSummary(peaks.map { count * $0 / multiplyAdds })?.median,
            ratio: SampleSummary(zip(seconds, peaks).map { multiplyAdds / ($1 * $0) })?.median, note: note)
    }
}
