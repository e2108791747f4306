/// One row and how it is measured.
public struct Benchmark: Sendable {
    /// The name of its row.
    public let name: String
    /// Called on the main thread; what is about one core goes through `BenchSession.onLane`.
    public let measure: @Sendable (BenchSession) throws -> BenchRow

    /// - Parameter measure: does the work, and throws where that needs something that is not here.
    public init(_ name: String, _ measure: @escaping @Sendable (_ session: BenchSession) throws -> BenchRow) {
        self.name = name
        self.measure = measure
    }

    /// Every row, in the order in which they are shown. A new row is a new entry here.
    public static let all: [Benchmark] =
        [peak] + ProductShape.all.map(\.benchmark) + inkProducts + inkGradients
        + methods.map(trainingStep) + methods.map(trainingEpoch)
        + [saliencySamples, saliencyMap, spectrumSamples]
        + [dataReading, dataPreparation, twoLanes] + scale + [peakMemory]

    /// Cheapest first.
    private static let methods = [Method.DA, .WT, .IR]

    /// Those with a text in their names, whatever its case; all for nil.
    /// - Throws: `BenchError.noSuchRow`.
    public static func select(_ filter: String?, among all: [Benchmark] = Benchmark.all) throws(BenchError)
        -> [Benchmark]
    {
        guard let filter else { return all }
        let wanted = filter.lowercased()
        let chosen = all.filter { $0.name.lowercased().contains(wanted) }
        guard !chosen.isEmpty else { throw .noSuchRow(filter: filter, names: all.map(\.name)) }
        return chosen
    }

    /// The measured FMA peak of one core: what all others are compared with.
    static let peak = Benchmark("peak") { session in
        try session.onLane {
            let meter = PeakMeter(session.kernels)
            let clock = ContinuousClock()
            let start = clock.now
            var rates: [Double] = []
            while rates.count < 5 || start.duration(to: clock.now) / .seconds(1) < session.pace.rowSeconds {
                rates.append(meter.rate() / 1e9)
            }
            return BenchRow(name: "peak", SampleSummary(rates), unit: "GMAC/s", note: "one core, registers only")
        }
    }
}
