/// One network's measuring on one split, by the lane that has the job and by any lanes that are idle
/// meanwhile. All take chunks from one list; the sums are added in the order of the chunks, so that
/// who measured which, how many they were, and how often it was interrupted, leaves no trace in the result.
///
/// The owner never waits for work that has not begun, only for chunks that a helper has taken and is
/// measuring at that moment: whatever the other lanes do, it comes to an end.
final class SharedEvaluation: Sendable {
    private struct State {
        /// Of the chunks before `added`, in their order.
        var total: MeasureSums
        var added: Int
        /// Finished chunks that one before them is still waited for, by their index.
        var loose: [Int: MeasureSums] = [:]
        /// Chunks before this one are taken.
        var next: Int
        var samplesDone: Int
        /// Helpers that were asked and have not begun.
        var expected = 0
        var isClosed = false
        /// Time of the helpers' lanes.
        var helpSeconds = 0.0

        mutating func add(_ sums: MeasureSums, of index: Int) {
            loose[index] = sums
            while let next = loose.removeValue(forKey: added) {
                total.add(next)
                added += 1
            }
            samplesDone += sums.samples
        }
    }

    private static let delivery = 0

    private let samples: PreparedData.Samples
    private let chunks: Int
    private let help: (any IdleHelp)?
    private let shouldStop: @Sendable () -> Bool
    /// An evaluator holds buffers, and belongs to one lane.
    private let makeEvaluator: @Sendable () -> Evaluator
    private let monitor: Monitor<State>

    /// - Parameters:
    ///   - start: sums over the first whole chunks, from an earlier session; zeros to begin.
    ///   - help: nil where there is none, as in a process that does one job.
    init(
        _ samples: PreparedData.Samples, from start: MeasureSums, help: (any IdleHelp)?,
        shouldStop: @escaping @Sendable () -> Bool, makeEvaluator: @escaping @Sendable () -> Evaluator
    ) {
        self.samples = samples
        self.help = help
        self.shouldStop = shouldStop
        self.makeEvaluator = makeEvaluator
        chunks = (samples.count + ImageChunk.size - 1) / ImageChunk.size
        let done = start.samples / ImageChunk.size
        monitor = Monitor(
            State(total: start, added: done, next: done, samplesDone: start.samples), conditions: 1)
    }

    /// Seconds that other lanes spent on it.
    var helpSeconds: Double { monitor.withLock { $0.helpSeconds } }

    /// Over the first chunks, as far as they are finished without a gap: what another session can go on from.
    var finished: MeasureSums { monitor.withLock { $0.total } }

    /// Measures, on the lane that calls it, what nobody else does.
    /// At least one chunk, so that every attempt gets further.
    /// - Parameter chunkDone: called on this lane with the number of samples measured so far.
    /// - Returns: nil if stopped; `finished` then has every chunk that was begun.
    func run(chunkDone: (Int) -> Void) -> MeasureSums? {
        askForHelp()
        let evaluator = makeEvaluator()
        while let index = take() {
            let done = deliver(evaluator.sums(of: chunk(index)), of: index)
            chunkDone(done)
            // What is complete need not stop any more.
            guard done == samples.count || !shouldStop() else {
                monitor.withLock { $0.isClosed = true }
                break
            }
            // Lanes that have become idle since.
            askForHelp()
        }
        let total = monitor.wait(on: Self.delivery) { $0.added == $0.next ? $0.total : nil }
        // Whoever was asked to stop leaves chunks that nobody took.
        return total.samples == samples.count ? total : nil
    }

    private func askForHelp() {
        guard let help else { return }
        // A helper makes an evaluator first: one chunk would not be worth it.
        let wanted = monitor.withLock { (chunks - $0.next) / 2 - $0.expected }
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
            state.add(sums, of: index)
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
