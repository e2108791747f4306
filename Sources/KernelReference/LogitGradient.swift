extension Reference {
    /// out(M, H) = weights(class_m, H) where hidden(M, H) > 0, else 0.
    @inlinable
    public static func logitGradient<Real: BinaryFloatingPoint>(
        hidden: [Real], classes: [Int], weights: [Real], width: Int
    ) -> [Real] {
        hidden.indices.map { i in hidden[i] <= 0 ? 0 : weights[classes[i / width] * width + i % width] }
    }
}
