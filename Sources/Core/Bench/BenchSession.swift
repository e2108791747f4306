import Synchronization

/// What all benchmarks of one run share: kernels, machine, data.
public final class BenchSession: Sendable {
    /// Those of the instruction set that was chosen at the start.
    public let kernels: KernelSet
    /// How long rows may take.
    public let pace: BenchPace
    let topology: HwlocTopology
    let lanes: LanePlan
    let store: DatasetStore
    private let loaded = Mutex<BenchData?>(nil)

    /// - Parameters:
    ///   - topology: loaded on the unbound main thread.
    ///   - lanes: the first one does all that is not about several.
    ///   - environment: `SWEEP_DATA`, `XDG_CACHE_HOME` and `HOME` tell where data lie; nothing is downloaded.
    public init(
        kernels: KernelSet, pace: BenchPace, topology: HwlocTopology, lanes: LanePlan,
        environment: [String: String]
    ) {
        self.kernels = kernels
        self.pace = pace
        self.topology = topology
        self.lanes = lanes
        store = DatasetStore(environment: environment, allowDownload: false)
    }

    /// The data set that was used; nil as long as no row needed any.
    public var dataset: DatasetName? { loaded.withLock { $0?.dataset } }

    /// Read when a row first needs it.
    func data() throws -> BenchData {
        try loaded.withLock { cached in
            if let cached { return cached }
            let data = try BenchData(store: store)
            cached = data
            return data
        }
    }

    /// Does work on the first lane, bound to its core, and waits for it. Not to be called from a
    /// lane.
    public func onLane<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) throws -> Value {
        let result = Mutex<Result<Value, any Error>?>(nil)
        run(lanes: 1, [{ let value = Result { try work() }; result.withLock { $0 = value } }])
        guard let value = result.withLock({ $0 }) else { throw BenchError.laneRefused }
        return try value.get()
    }

    /// Does all work on the first `count` lanes and waits for it; seconds from the first lane's start to
    /// the last one's end.
    @discardableResult
    func run(lanes count: Int, _ work: [@Sendable () -> Void]) -> Double {
        let plan = LanePlan(lanes: Array(lanes.lanes.prefix(count)), notices: [])
        let scheduler = Scheduler(plan, binder: Binder(topology))
        let items = work.enumerated().map { index, body in WorkItem(id: "bench \(index)") { _ in body() } }
        return Stopwatch.seconds { scheduler.run(items) }
    }
}

/// Why a benchmark could not be run.
public enum BenchError: Error, Equatable, CustomStringConvertible {
    /// No row's name contains the text.
    case noSuchRow(filter: String, names: [String])
    /// The scheduler ended without having done the work.
    case laneRefused
    /// Bookkeeping that lost or made up jobs: its time means nothing.
    case wrongCount(row: String, expected: Int, found: Int)

    /// For people; of `noSuchRow` with the names of all rows, a line each.
    public var description: String {
        switch self {
        case .noSuchRow(let filter, let names):
            "--filter \(filter): no row has that in its name; the rows are\n"
                + names.map { "  \($0)" }.joined(separator: "\n")
        case .laneRefused:
            "A lane ended without doing its work."
        case .wrongCount(let row, let expected, let found):
            "\(row): expected \(expected.of("job")), found \(found); not timed, because the program is wrong"
        }
    }
}
