// An orbit's responses: responses[g] is the (M,H) matrix of element g.

extension Reference {
    /// The largest of the |G| responses; NaN where any is NaN.
    @inlinable
    public static func poolMax<Real: BinaryFloatingPoint>(_ responses: [[Real]]) -> [Real] {
        responses[0].indices.map { i in
            var best = responses[0][i]
            for matrix in responses where matrix[i] > best || matrix[i].isNaN { best = matrix[i] }
            return responses.contains { $0[i].isNaN } ? .nan : best
        }
    }

    /// The first response that equals a positive maximum gets the pooled gradient, all others 0.
    @inlinable
    public static func poolMaxGradient<Real: BinaryFloatingPoint>(
        _ responses: [[Real]], pooledGradient: [Real]
    ) -> [[Real]] {
        let pooled = poolMax(responses)
        var gradient = responses.map { $0.map { _ in Real(0) } }
        for i in pooled.indices where pooled[i] > 0 {
            guard let winner = responses.firstIndex(where: { $0[i] == pooled[i] }) else { continue }
            gradient[winner][i] = pooledGradient[i]
        }
        return gradient
    }

    /// The mean of the |G| responses, summed in ascending order; NaN where any is NaN.
    @inlinable
    public static func poolMean<Real: BinaryFloatingPoint>(_ responses: [[Real]]) -> [Real] {
        responses[0].indices.map { i in
            let values = responses.map { $0[i] }
            if values.contains(where: \.isNaN) { return .nan }
            let ascending = values.sorted()
            return ascending.dropFirst().reduce(ascending[0], +) / Real(responses.count)
        }
    }

    /// Positive responses get the pooled gradient / |G|, all others 0.
    @inlinable
    public static func poolMeanGradient<Real: BinaryFloatingPoint>(
        _ responses: [[Real]], pooledGradient: [Real]
    ) -> [[Real]] {
        responses.map { matrix in
            matrix.indices.map { matrix[$0] <= 0 ? 0 : pooledGradient[$0] / Real(responses.count) }
        }
    }
}
