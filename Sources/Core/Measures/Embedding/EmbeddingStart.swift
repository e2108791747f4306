/// The positions in the plane from which t-SNE starts.
enum EmbeddingStart {
    /// The standard deviation along the first axis, as in the authors' program.
    static let spread = 1e-4

    /// (n) and (n).
    static func positions(_ points: EmbeddingPoints, _ start: EmbeddingOptions.Start) -> (x: [Double], y: [Double]) {
        switch start {
        case .random(var stream):
            var x: [Double] = []
            var y: [Double] = []
            for _ in 0 ..< points.count {
                let pair = normalPair(&stream)
                x.append(pair.0 * spread)
                y.append(pair.1 * spread)
            }
            return (x, y)
        case .principalComponents:
            return principalComponents(points)
        }
    }

    /// Two normal draws by Marsaglia's polar method, which needs no sine.
    private static func normalPair(_ stream: inout RandomStream) -> (Double, Double) {
        while true {
            let a = Double(stream.next() >> 11) * 0x1p-52 - 1
            let b = Double(stream.next() >> 11) * 0x1p-52 - 1
            let square = a * a + b * b
            guard square < 1, square > 0 else { continue }
            let scale = (-2 * PortableMath.log(square) / square).squareRoot()
            return (a * scale, b * scale)
        }
    }

    /// Multiplications by the covariance. Enough for the components to stand apart from the others
    /// where they do at all; where they hardly do, any mixture is as good a start.
    private static let rounds = 40

    /// Less of the second component than this, relative to the first, is taken for none.
    private static let flat = 1e-3

    /// By orthogonal iteration, never forming the covariance.
    private static func principalComponents(_ points: EmbeddingPoints) -> (x: [Double], y: [Double]) {
        let (n, d) = (points.count, points.stride)
        var centred = points.values
        for k in 0 ..< d {
            var sum = 0.0
            for i in 0 ..< n { sum += centred[i * d + k] }
            for i in 0 ..< n { centred[i * d + k] -= sum / Double(n) }
        }
        var axes = (0 ..< 2).map { axis in
            (0 ..< d).map { k in
                let words = RandomStream.philox(counter: (UInt32(k), UInt32(axis), 0, 0), key: (0, 0))
                return Double(words.0) * 0x1p-31 - 1
            }
        }
        var scores = [[Double]](repeating: [Double](repeating: 0, count: n), count: 2)
        for round in 0 ... rounds {
            normalise(&axes[0])
            let overlap = dot(axes[0], axes[1])
            for k in 0 ..< d { axes[1][k] -= overlap * axes[0][k] }
            normalise(&axes[1])
            for axis in 0 ..< 2 {
                for i in 0 ..< n {
                    var sum = 0.0
                    for k in 0 ..< d { sum += centred[i * d + k] * axes[axis][k] }
                    scores[axis][i] = sum
                }
                guard round < rounds else { continue }
                axes[axis] = [Double](repeating: 0, count: d)
                for i in 0 ..< n {
                    for k in 0 ..< d { axes[axis][k] += scores[axis][i] * centred[i * d + k] }
                }
            }
        }
        let deviation = (dot(scores[0], scores[0]) / Double(n)).squareRoot()
        let scale = deviation > 0 ? spread / deviation : 0
        let x = scores[0].map { $0 * scale }
        var y = scores[1].map { $0 * scale }
        // Points on a line would never leave it: there is no force across.
        if (dot(y, y) / Double(n)).squareRoot() < flat * spread {
            for i in 0 ..< n {
                let words = RandomStream.philox(counter: (UInt32(i), 2, 0, 0), key: (0, 0))
                y[i] = (Double(words.0) * 0x1p-31 - 1) * flat * spread
            }
        }
        return (x, y)
    }

    /// Leaves what has no direction (points on one line have one component only) at zero.
    private static func normalise(_ vector: inout [Double]) {
        let largest = vector.reduce(0) { max($0, $1.magnitude) }
        guard largest > 0x1p-900 else {
            vector = [Double](repeating: 0, count: vector.count)
            return
        }
        for k in vector.indices { vector[k] /= largest }
        let length = dot(vector, vector).squareRoot()
        for k in vector.indices { vector[k] /= length }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for k in a.indices { sum += a[k] * b[k] }
        return sum
    }
}
