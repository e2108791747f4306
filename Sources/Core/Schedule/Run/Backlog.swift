/// Work that is handed out and not finished, as counts per kind of job: what the time left is computed
/// from, whether there are ten jobs or 100,000.
struct Backlog: Sendable {
    /// Jobs that cost the same.
    typealias Shape = [JobWork]

    private struct Running: Sendable {
        var shape: Shape
        var began: Double
    }

    /// Jobs that no lane has begun.
    private(set) var waiting: [Shape: Int] = [:]
    private var running: [String: Running] = [:]

    mutating func add(_ shape: Shape, count: Int = 1) {
        if count > 0 { waiting[shape, default: 0] += count }
    }

    /// - Parameter now: seconds, of any clock.
    mutating func begin(_ id: String, _ shape: Shape, now: Double) {
        takeOff(shape)
        running[id] = Running(shape: shape, began: now)
    }

    mutating func end(_ id: String, _ shape: Shape) {
        if running.removeValue(forKey: id) == nil { takeOff(shape) }
    }

    private mutating func takeOff(_ shape: Shape) {
        guard let count = waiting[shape] else { return }
        waiting[shape] = count > 1 ? count - 1 : nil
    }

    /// Expected seconds to the end of a job; nil where no lane has begun it.
    func secondsLeft(of id: String, now: Double, _ costs: CostModel) -> Double? {
        running[id].map { max(0, costs.seconds($0.shape) - (now - $0.began)) }
    }

    /// Of each job that runs.
    func running(now: Double, _ costs: CostModel) -> [Double] {
        running.values.map { max(0, costs.seconds($0.shape) - (now - $0.began)) }
    }

    /// How many times as long as expected things take, as far as jobs that still run can tell: their
    /// kind was never measured, and they should be over.
    func delay(now: Double, _ costs: CostModel) -> Double {
        running.values.reduce(1) { delay, job in
            let expected = costs.seconds(job.shape)
            guard expected > 0, job.shape.contains(where: { !costs.hasMeasured($0.kind) }) else { return delay }
            return max(delay, (now - job.began) / expected)
        }
    }
}

extension CostModel {
    func seconds(_ work: [JobWork]) -> Double {
        work.reduce(0) { $0 + seconds($1.kind, multiplyAdds: $1.multiplyAdds) }
    }
}
