/// One network's measuring on one split, by the lane that has the job and by any lanes that are idle
/// meanwhile. All take chunks from one list; the sums are added in the order of the chunks, so that
/// who measured which, and how many they were, leaves no trace in the result.
///
/// The owner never waits for work that has not begun, only for chunks that a helper has taken and is
/// measuring at that moment: whatever the other lanes do, it comes to an end.
final class SharedEvaluation: Sendable {
    private struct State {
        var sums: [MeasureSums?]
        /// Chunks before this one are taken.
        var next = 0
        var delivered = 0
        var samplesDone = 0
        /// Helpers that were asked and have not begun.
        var expected = 0
        var isClosed = false
        /// Time of the helpers' lanes.
        var helpSeconds = 0.0
    }

    private static let delivery = 0

    private let samples: PreparedData.Samples
    private let order: Int
    private let chunks: Int
    private let help: (any IdleHelp)?
    private let shouldStop: @Sendable () -> Bool
    /// An evaluator holds buffers, and belongs to one lane.
    private let makeEvaluator: @Sendable () -> Evaluator
    private let monitor: Monitor<State>

    /// - Parameters:
    ///   - order: of the group.
    ///   - help: nil where there is none, as in a process that does one job.
    init(
        _ samples: PreparedData.Samples, order: Int, help: (any IdleHelp)?,
        shouldStop: @escaping @Sendable () -> Bool, makeEvaluator: @escaping @Sendable () -> Evaluator
    ) {
        self.samples = samples
        self.order = order
        self.help = help
        self.shouldStop = shouldStop
        self.makeEvaluator = makeEvaluator
        chunks = (samples.count + ImageChunk.size - 1) / ImageChunk.size
        monitor = Monitor(State(sums: .init(repeating: nil, count: chunks)), conditions: 1)
    }

    /// Seconds that other lanes spent on it.
    var helpSeconds: Double { monitor.withLock { $0.helpSeconds } }

    /// Measures, on the lane that calls it, what nobody else does.
    /// - Parameter chunkDone: called on this lane with the number of samples measured so far.
    /// - Returns: nil if stopped.
    func run(chunkDone: (Int) -> Void) -> MeasureSums? {
        guard !shouldStop() else { return nil }
        askForHelp()
        let evaluator = makeEvaluator()
        while let index = take() {
            let done = deliver(evaluator.sums(of: chunk(index)), of: index)
            chunkDone(done)
            // What is complete need not stop any more.
            guard done == samples.count || !shouldStop() else {
                monitor.withLock { $0.isClosed = true }
                return nil
            }
            // Lanes that have become idle since.
            askForHelp()
        }
        let sums = monitor.wait(on: Self.delivery) { $0.delivered == $0.next ? $0.sums : nil }
        var total = MeasureSums(order: order)
        for case let part? in sums { total.add(part) }
        // A helper that was asked to stop leaves chunks that nobody took.
        guard total.samples == samples.count else { return nil }
        return total
    }

    private func askForHelp() {
        guard let help else { return }
        // A helper makes an evaluator first: one chunk would not be worth it.
        let wanted = monitor.withLock { ($0.sums.count - $0.next) / 2 - $0.expected }
        guard wanted > 0 else { return }
        // Counted before they can begin.
        monitor.withLock { $0.expected += wanted }
        let asked = help.askIdleLanes(wanted) { [self] _ in assist() }
        monitor.withLock { $0.expected -= wanted - asked }
    }

    /// A helper's part. One that begins late finds nothing to do.
    private func assist() {
        monitor.withLock { $0.expected -= 1 }
        guard !shouldStop(), var index = take() else { return }
        let clock = ContinuousClock()
        var start = clock.now
        let evaluator = makeEvaluator()
        while true {
            let sums = evaluator.sums(of: chunk(index))
            let now = clock.now
            deliver(sums, of: index, helpSeconds: start.duration(to: now) / .seconds(1))
            start = now
            guard !shouldStop(), let next = take() else { return }
            index = next
        }
    }

    private func take() -> Int? {
        monitor.withLock { state in
            guard !state.isClosed, state.next < chunks else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    /// - Returns: samples measured so far.
    @discardableResult
    private func deliver(_ sums: MeasureSums, of index: Int, helpSeconds: Double = 0) -> Int {
        monitor.withLock { state in
            state.sums[index] = sums
            state.delivered += 1
            state.samplesDone += sums.samples
            state.helpSeconds += helpSeconds
            monitor.broadcast(Self.delivery)
            return state.samplesDone
        }
    }

    private func chunk(_ index: Int) -> ImageChunk {
        let first = index * ImageChunk.size
        return ImageChunk(samples: samples, range: first ..< min(first + ImageChunk.size, samples.count))
    }
}
