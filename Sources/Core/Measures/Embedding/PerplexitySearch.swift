/// The neighbour distribution of one point at a wanted perplexity (van der Maaten and Hinton, 2008,
/// equation 1): p_j ∝ exp(−β·d_j²), β = 1/(2σ²), by bisection on β.
enum PerplexitySearch {
    struct Outcome: Sendable, Equatable {
        /// In units of the distances given.
        var beta: Double
        /// 2^entropy as reached.
        var perplexity: Double
        /// False where no β gives the wanted perplexity, because more points than that are equally
        /// near (duplicates, or a point as far from all others): the distribution is then that of the
        /// last β tried, as close as there is.
        var isReached: Bool
    }

    /// Of ln perplexity: a perplexity of 30 is met to 3e-6.
    static let tolerance = 1e-7
    /// Doublings to a bracket and halvings of it: β ranges over 2^±100 about the mean distance, and
    /// beyond that distances are as good as equal.
    private static let largestSteps = 200

    /// - Parameters:
    ///   - row: (n) squared distances to all points; becomes their probabilities, 0 at `own`.
    ///   - own: the point's own place.
    ///   - known: β as an earlier search of the same row found it: nothing is searched for, and all is the same.
    static func run(
        _ row: UnsafeMutableBufferPointer<Double>, own: Int, perplexity: Double, known: Double? = nil
    ) -> Outcome {
        var (nearest, sum) = (Double.infinity, 0.0)
        for j in row.indices where j != own {
            nearest = min(nearest, row[j])
            sum += row[j]
        }
        // Only ratios count: with the nearest at 0 no exponential underflows for all points at once.
        for j in row.indices { row[j] -= nearest }
        let others = Double(row.count - 1)
        let mean = sum / others - nearest
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: row.count) { powers in
            let wanted = PortableMath.log(perplexity)
            var beta = known ?? (mean > 0 ? 1 / mean : 1)
            var (low, high) = (0.0, Double.infinity)
            var entropy = 0.0
            var total = 1.0
            for step in 1 ... largestSteps {
                (entropy, total) = distribution(row, own: own, beta: beta, into: powers)
                if known != nil || (entropy - wanted).magnitude <= tolerance { break }
                if entropy > wanted { low = beta } else { high = beta }
                let next = high < .infinity ? low + (high - low) / 2 : beta * 2
                // What is told is the β of the distribution that is left.
                if next == beta || !next.isFinite || step == largestSteps { break }
                beta = next
            }
            for j in row.indices { row[j] = powers[j] / total }
            return Outcome(
                beta: beta, perplexity: PortableMath.exp(entropy),
                isReached: (entropy - wanted).magnitude <= tolerance)
        }
    }

    /// exp(−β·d) for all, their sum, and the entropy in nats: ln Σ + β·Σ d·exp(−βd) / Σ.
    private static func distribution(
        _ distances: UnsafeMutableBufferPointer<Double>, own: Int, beta: Double,
        into powers: UnsafeMutableBufferPointer<Double>
    ) -> (entropy: Double, sum: Double) {
        // A loop of its own: the compiler then takes several exponentials at a time.
        for j in 0 ..< distances.count { powers[j] = PortableMath.exp(-beta * distances[j]) }
        powers[own] = 0
        var (sum, weighted) = (0.0, 0.0)
        for j in 0 ..< distances.count {
            sum += powers[j]
            weighted += powers[j] * distances[j]
        }
        return (PortableMath.log(sum) + beta * weighted / sum, sum)
    }
}
