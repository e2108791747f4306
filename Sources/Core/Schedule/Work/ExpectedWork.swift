/// Expected seconds of what is submitted and not finished. Keeps sums, so that asking for the time
/// left costs the same whatever the number of jobs: it is asked four times a second, with the lock held
/// that every job needs.
struct ExpectedWork: Sendable {
    private struct Longest: Comparable, Sendable {
        var cost: Double
        var id: String

        static func < (a: Longest, b: Longest) -> Bool { a.cost > b.cost }
    }

    private var waiting: [String: Double] = [:]
    private var sum = 0.0
    /// Those that wait, longest first, and some that wait no more.
    private var longest = PriorityQueue<Longest>()
    private var running: [String: (cost: Double, start: ContinuousClock.Instant)] = [:]

    /// Something that waits for a lane.
    mutating func add(_ id: String, _ cost: Double) {
        guard cost > 0, cost.isFinite else { return }
        remove(id)
        waiting[id] = cost
        sum += cost
        longest.push(Longest(cost: cost, id: id))
    }

    /// A lane began with it.
    mutating func begin(_ id: String, at start: ContinuousClock.Instant) {
        guard let cost = takeWaiting(id) else { return }
        running[id] = (cost, start)
    }

    mutating func remove(_ id: String) {
        running[id] = nil
        _ = takeWaiting(id)
    }

    private mutating func takeWaiting(_ id: String) -> Double? {
        guard let cost = waiting.removeValue(forKey: id) else { return nil }
        // What rounding leaves over must not be shown when nothing is left.
        sum = waiting.isEmpty ? 0 : max(0, sum - cost)
        return cost
    }

    /// As `CostModel.secondsLeft`.
    /// - Complexity: O(lanes), and O(log n) once for each piece of work.
    mutating func secondsLeft(lanes: Int, at now: ContinuousClock.Instant) -> Double {
        while let first = longest.first, waiting[first.id] != first.cost { _ = longest.pop() }
        var sum = sum
        var most = longest.first?.cost ?? 0
        for (cost, start) in running.values {
            let left = max(0, cost - start.duration(to: now) / .seconds(1))
            sum += left
            most = max(most, left)
        }
        return max(most, sum / Double(max(1, lanes)))
    }
}
