/// How long a run will still take: longest first over the lanes for all that is known to come, but no
/// less than the longest chain of probes.
///
/// An expectation, not a bound: it takes every kind of work at the speed that was measured last, and
/// every search at the number of probes that it would need on average.
struct TimeLeft {
    /// Jobs of equal expected length.
    struct Jobs {
        var seconds: Double
        var count: Int
    }

    var lanes: Int
    /// Seconds to the end of what runs.
    var running: [Double] = []
    var waiting: [Jobs] = []
    /// Seconds of what must happen one after another.
    var chains: [Double] = []

    /// - Complexity: O((lanes + kinds of job) log lanes), whatever the number of jobs.
    var seconds: Double { max(chains.max() ?? 0, shared) }

    /// All on the lanes, longest first. (R. L. Graham, "Bounds on multiprocessing timing anomalies", 1969.)
    private var shared: Double {
        let lanes = max(1, lanes)
        var ends = PriorityQueue(running.sorted().suffix(lanes))
        while ends.count < lanes { ends.push(0) }
        for jobs in waiting.sorted(by: { $0.seconds > $1.seconds }) where jobs.seconds > 0 && jobs.seconds.isFinite {
            var count = jobs.count
            // Many equal jobs fill the lanes evenly: all but the last rounds at once.
            let rounds = count / lanes - 2
            if rounds > 0 {
                let level = Self.level(ends.unordered, Double(rounds * lanes) * jobs.seconds)
                ends = PriorityQueue(ends.unordered.map { max($0, level) })
                count -= rounds * lanes
            }
            for _ in 0 ..< count {
                guard let end = ends.pop() else { break }
                ends.push(end + jobs.seconds)
            }
        }
        return ends.unordered.max() ?? 0
    }

    /// Up to where work of so many seconds fills lanes that are busy until `ends`.
    private static func level(_ ends: [Double], _ seconds: Double) -> Double {
        var sum = seconds
        var filled = 0.0
        var level = 0.0
        for end in ends.sorted() {
            if filled > 0, level <= end { break }
            sum += end
            filled += 1
            level = sum / filled
        }
        return level
    }
}
