@testable import Core

/// Points to embed.
enum PointClouds {
    /// Roughly normal: the sum of four uniform draws, less its mean, with variance 1.
    static func normal(_ stream: inout RandomStream) -> Float {
        var sum: Float = 0
        for _ in 0 ..< 4 { sum += stream.unitFloat() }
        return (sum - 2) * Float(3.0.squareRoot())
    }

    static func cloud(_ n: Int, features: Int, seed: UInt64 = 1) -> [Float] {
        var stream = RandomStream(seed: seed, purpose: .test)
        return (0 ..< n * features).map { _ in normal(&stream) }
    }

    /// Point i belongs to blob i mod `blobs`, whose centre lies `apart` along axis i mod `blobs`.
    static func blobs(_ n: Int, features: Int, blobs: Int, apart: Float) -> [Float] {
        var values = cloud(n, features: features, seed: 2)
        for i in 0 ..< n { values[i * features + i % blobs] += apart }
        return values
    }

    /// How many of each point's k nearest neighbours are of its blob, over all.
    static func purity(_ x: [Double], _ y: [Double], blobs: Int, neighbours k: Int) -> Double {
        var same = 0
        for i in x.indices {
            let near = x.indices.filter { $0 != i }.sorted {
                let (a, b) = ($0, $1)
                return (x[a] - x[i]) * (x[a] - x[i]) + (y[a] - y[i]) * (y[a] - y[i])
                    < (x[b] - x[i]) * (x[b] - x[i]) + (y[b] - y[i]) * (y[b] - y[i])
            }
            same += near.prefix(k).count { $0 % blobs == i % blobs }
        }
        return Double(same) / Double(x.count * k)
    }
}
