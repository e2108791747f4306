extension Reference {
    /// A stretch of steps, both ends included.
    public struct Run: Equatable {
        public var first: Int
        public var last: Int
        /// Its place among the runs of the level above.
        public var parent: Int

        @inlinable
        public init(first: Int, last: Int, parent: Int) {
            self.first = first
            self.last = last
            self.parent = parent
        }
    }

    /// Runs, and a layer's values (H) at the first and last step of each.
    public struct Runs<Real: BinaryFloatingPoint> {
        public var runs: [Run] = []
        /// (H) of each run: whether the unit responds.
        public var patterns: [[Bool]] = []
        public var first: [[Real]] = []
        public var last: [[Real]] = []

        @inlinable public init() {}
    }

    /// Whether a unit passes on what comes in; NaN does.
    @inlinable
    static func responds<Real: BinaryFloatingPoint>(_ x: Real) -> Bool { !(x <= 0) }

    @inlinable
    static func rectified<Real: BinaryFloatingPoint>(_ x: [Real]) -> [Real] { x.map { $0 <= 0 ? 0 : $0 } }

    /// start(H) + α·slope(M, H) at the first and the last α of each ray.
    @inlinable
    public static func rayEnds<Real: BinaryFloatingPoint>(
        start: [Real], slopes: [[Real]], alphas: [Real]
    ) -> Runs<Real> {
        var rays = Runs<Real>()
        for (ray, slope) in slopes.enumerated() {
            rays.runs.append(Run(first: 0, last: alphas.count - 1, parent: ray))
            rays.first.append(zip(start, slope).map { $0 + $1 * alphas[0] })
            rays.last.append(zip(start, slope).map { $0 + $1 * alphas[alphas.count - 1] })
        }
        return rays
    }

    /// Every step of every run looked at: a new run begins wherever a unit begins or ceases to
    /// respond. The values that come out are those after ReLU.
    @inlinable
    public static func refinedRuns<Real: BinaryFloatingPoint>(_ parents: Runs<Real>, alphas: [Real]) -> Runs<Real> {
        var refined = Runs<Real>()
        for (index, parent) in parents.runs.enumerated() {
            let (za, zb) = (parents.first[index], parents.last[index])
            let length = alphas[parent.last] - alphas[parent.first]
            let scale: Real = length > 0 ? 1 / length : 0
            func z(_ step: Int) -> [Real] {
                if step == parent.first { return za }
                if step == parent.last { return zb }
                let t = (alphas[step] - alphas[parent.first]) * scale
                return zip(za, zb).map { $0 + ($1 - $0) * t }
            }
            func pattern(_ step: Int) -> [Bool] {
                let values = z(step)
                return values.indices.map { h in
                    responds(za[h]) == responds(zb[h]) ? responds(za[h]) : responds(values[h])
                }
            }
            var begin = parent.first
            for step in parent.first ... parent.last where step == parent.last || pattern(step + 1) != pattern(begin) {
                refined.runs.append(Run(first: begin, last: step, parent: index))
                refined.patterns.append(pattern(begin))
                refined.first.append(rectified(z(begin)))
                refined.last.append(rectified(z(step)))
                begin = step + 1
            }
        }
        return refined
    }

    /// Runs of the first layer with weight tying, and its pooled activations after ReLU.
    /// - Parameter slopes: (rays)(G)(H).
    @inlinable
    public static func pooledRuns<Real: BinaryFloatingPoint>(
        mean: Bool, start: [Real], slopes: [[[Real]]], alphas: [Real]
    ) -> Runs<Real> {
        var pooled = Runs<Real>()
        for (ray, lines) in slopes.enumerated() {
            func responses(_ step: Int, _ h: Int) -> [Real] { lines.map { start[h] + $0[h] * alphas[step] } }
            /// What stays the same along a run.
            func state(_ step: Int) -> [[Real]] {
                start.indices.map { h in
                    let x = responses(step, h)
                    guard !mean else { return x.map { responds($0) ? 1 : 0 } }
                    let largest = x.reduce(x[0]) { max($0, $1) }
                    guard responds(largest) else { return [] }
                    let winners = x.indices.filter { x[$0] == largest }
                    return [winners.map { lines[$0][h] }.reduce(-.infinity) { max($0, $1) }]
                }
            }
            func value(_ step: Int) -> [Real] {
                start.indices.map { h in
                    let x = rectified(responses(step, h))
                    guard mean else { return x.reduce(x[0]) { max($0, $1) } }
                    return x.sorted().reduce(0, +) / Real(x.count)
                }
            }
            var begin = 0
            for step in alphas.indices where step == alphas.count - 1 || state(step + 1) != state(step) {
                pooled.runs.append(Run(first: begin, last: step, parent: ray))
                pooled.first.append(value(begin))
                pooled.last.append(value(step))
                begin = step + 1
            }
        }
        return pooled
    }

    /// The gradients (runs)(H) summed over each ray, as each element's part: (rays)(G)(H).
    @inlinable
    public static func pooledRunGradients<Real: BinaryFloatingPoint>(
        mean: Bool, start: [Real], slopes: [[[Real]]], alphas: [Real], runs: [Run], gradient: [[Real]]
    ) -> [[[Real]]] {
        var sums = slopes.map { $0.map { $0.map { _ in Real(0) } } }
        for (index, run) in runs.enumerated() {
            let lines = slopes[run.parent]
            for h in start.indices {
                let x = lines.map { start[h] + $0[h] * alphas[run.first] }
                var takers = x.indices.filter { mean ? responds(x[$0]) : x[$0] == x.max() && responds(x[$0]) }
                if !mean, let steepest = takers.map({ lines[$0][h] }).max() {
                    takers = x.indices.filter { lines[$0][h] == steepest }
                }
                for g in takers {
                    sums[run.parent][g][h] += gradient[index][h] / Real(mean ? lines.count : takers.count)
                }
            }
        }
        return sums
    }

    /// (runs)(H): the run's weight · weights(class of its ray, H).
    @inlinable
    public static func logitRows<Real: BinaryFloatingPoint>(
        rays: [Int], runWeights: [Real], classes: [Int], weights: [[Real]]
    ) -> [[Real]] {
        zip(rays, runWeights).map { ray, factor in weights[classes[ray]].map { $0 * factor } }
    }

    /// (parents)(K): Σ over the runs of a parent of their weight · Σ over the units that respond of
    /// logitWeights(class, h)·weights(h, K). In the kernel's order: from run to run of a ray, units
    /// that changed are added or taken away.
    /// - Parameter rays: of each parent.
    @inlinable
    public static func logitRunGradients<Real: BinaryFloatingPoint>(
        rays: [Int], runs: [Run], patterns: [[Bool]], runWeights: [Real], classes: [Int], logitWeights: [[Real]],
        weights: [[Real]]
    ) -> [[Real]] {
        let width = weights[0].count
        var out = [[Real]](repeating: [Real](repeating: 0, count: width), count: rays.count)
        var gradient: [Real] = []
        for (index, run) in runs.enumerated() {
            let begins = run.first == 0
            if begins { gradient = [Real](repeating: 0, count: width) }
            for h in patterns[index].indices {
                let before = begins ? false : patterns[index - 1][h]
                guard patterns[index][h] != before else { continue }
                let value = logitWeights[classes[rays[run.parent]]][h] * (before ? -1 : 1)
                for k in 0 ..< width { gradient[k].addProduct(value, weights[h][k]) }
            }
            for k in 0 ..< width { out[run.parent][k].addProduct(runWeights[index], gradient[k]) }
        }
        return out
    }

    /// (parents)(H): Σ over the runs of each parent of the gradient of the units that respond.
    @inlinable
    public static func runGradientSums<Real: BinaryFloatingPoint>(
        _ gradient: [[Real]], runs: [Run], patterns: [[Bool]], parents: Int
    ) -> [[Real]] {
        var sums = [[Real]](repeating: [Real](repeating: 0, count: gradient[0].count), count: parents)
        for (index, run) in runs.enumerated() {
            for h in gradient[index].indices where patterns[index][h] { sums[run.parent][h] += gradient[index][h] }
        }
        return sums
    }
}
