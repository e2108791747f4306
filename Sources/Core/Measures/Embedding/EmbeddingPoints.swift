/// The points of a t-SNE, checked, and brought to a size at which no distance overflows.
struct EmbeddingPoints {
    /// n.
    let count: Int
    /// Features padded to a multiple of 4 with zeros.
    let stride: Int
    /// (n, stride), less the first point and divided by a power of two: neither changes P.
    let values: [Double]

    /// - Parameter values: (n, features), row by row.
    init(_ values: some RandomAccessCollection<Float>, count n: Int) throws(EmbeddingError) {
        guard n > 0, values.count >= n else { throw .noFeatures(points: n) }
        guard values.count % n == 0 else { throw .wrongCount(expected: (values.count / n + 1) * n, found: values.count) }
        let features = values.count / n
        let stride = (features + 3) / 4 * 4
        var padded = [Double](repeating: 0, count: n * stride)
        var place = 0
        for value in values {
            let (point, feature) = (place / features, place % features)
            guard value.isFinite else { throw .notFinite(point: point, feature: feature, value: Double(value)) }
            padded[point * stride + feature] = Double(value)
            place += 1
        }
        // Distances are differences: taking off the first point loses nothing that they had, and a
        // large common offset (as biases make it) no longer hides small differences.
        var largest = 0.0
        for point in Swift.stride(from: n - 1, through: 0, by: -1) {
            for feature in 0 ..< features {
                padded[point * stride + feature] -= padded[feature]
                largest = max(largest, padded[point * stride + feature].magnitude)
            }
        }
        guard largest > 0 else { throw .allPointsEqual(points: n) }
        let scale = Double(sign: .plus, exponent: -largest.exponent, significand: 1)
        for i in padded.indices { padded[i] *= scale }
        self.count = n
        self.stride = stride
        self.values = padded
    }
}
