/// What a measure comes to over ν: one group, one form of the regulariser.
struct NuCurve: Sendable {
    /// Ascending in ν.
    let points: [(nu: Double, statistics: RunningStatistics)]

    /// Only ν that as many seeds have as any: a mean over fewer would jump for that alone.
    init(_ values: [Double: [Double]]) {
        let found = values.map { (nu: $0.key, statistics: RunningStatistics($0.value)) }
        let seeds = found.map(\.statistics.count).max() ?? 0
        points = found.filter { $0.nu > 0 && seeds > 0 && $0.statistics.count == seeds }.sorted { $0.nu < $1.nu }
    }

    private var places: [(x: Double, y: Double)] {
        points.compactMap { point in point.statistics.mean.map { (PortableMath.log(point.nu), $0) } }
    }

    /// Which part of a curve bends: up to its highest point, or from there on.
    enum Branch { case rise, fall }

    /// Where more ν begins to buy less (`rise`) or to cost more (`fall`): on that part of the curve the point farthest
    /// above the chord between its ends, with log ν and the means each brought to 0 … 1 (Satopää and others, "Finding a
    /// 'Kneedle' in a Haystack", 2011). Nil for fewer than four points, and where none is farther than 0.1, as on a
    /// straight line.
    func knee(_ branch: Branch) -> (nu: Double, mean: Double)? {
        let all = places
        guard let top = all.indices.max(by: { all[$0].y < all[$1].y }) else { return nil }
        let start = branch == .rise ? 0 : top
        let places = branch == .rise ? all[...top] : all[top...]
        guard places.count > 3, let first = places.first, let last = places.last else { return nil }
        let low = places.map(\.y).reduce(first.y, min)
        let height = places.map(\.y).reduce(first.y, max) - low
        guard height > 0, last.x > first.x else { return nil }
        // From the first to the last point: one to the right, `rise` up.
        let rise = (last.y - first.y) / height
        let length = (1 + rise * rise).squareRoot()
        let distances = places.map { place in
            ((place.y - first.y) / height - rise * (place.x - first.x) / (last.x - first.x)) / length
        }
        guard let index = distances.indices.max(by: { distances[$0] < distances[$1] }), distances[index] > 0.1 else {
            return nil
        }
        return (points[start + index].nu, all[start + index].y)
    }

    /// The ν from which on the mean stays at or above a threshold, interpolated in log ν between the last point below
    /// and the next. Nil where no point is below, and where the last one is.
    func crossing(_ threshold: Double) -> Double? {
        let places = places
        guard let below = places.lastIndex(where: { $0.y < threshold }), below + 1 < places.count else { return nil }
        let (a, b) = (places[below], places[below + 1])
        return PortableMath.exp(a.x + (b.x - a.x) * (threshold - a.y) / (b.y - a.y))
    }
}
