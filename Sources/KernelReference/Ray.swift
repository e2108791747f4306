extension Reference {
    /// out(M·S, H) = ReLU(start(H) + α_s·slope(M, H)), the steps of an image one after another.
    @inlinable
    public static func rayResponses<Real: BinaryFloatingPoint>(
        start: [Real], slope: [Real], images: Int, alphas: [Real]
    ) -> [Real] {
        var out: [Real] = []
        for image in 0 ..< images {
            for alpha in alphas {
                for h in start.indices {
                    let x = start[h] + slope[image * start.count + h] * alpha
                    out.append(x <= 0 ? 0 : x)
                }
            }
        }
        return out
    }

    /// sums(M, H) = Σ_s weight_s·gradient(M·S, H), from the first step to the last.
    @inlinable
    public static func rayGradientSums<Real: BinaryFloatingPoint>(
        _ gradient: [Real], images: Int, weights: [Real], width: Int
    ) -> [Real] {
        var sums = [Real](repeating: 0, count: images * width)
        for image in 0 ..< images {
            for (step, weight) in weights.enumerated() {
                for h in 0 ..< width {
                    sums[image * width + h] += gradient[(image * weights.count + step) * width + h] * weight
                }
            }
        }
        return sums
    }

    /// out(M, H) = weights(class_m, H) where hidden(M, H) > 0, else 0.
    @inlinable
    public static func logitGradient<Real: BinaryFloatingPoint>(
        hidden: [Real], classes: [Int], weights: [Real], width: Int
    ) -> [Real] {
        hidden.indices.map { i in hidden[i] <= 0 ? 0 : weights[classes[i / width] * width + i % width] }
    }
}
