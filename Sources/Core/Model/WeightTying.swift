/// Weight tying in the first layer (method: "Networks"): its responses to h⁻¹x for every h ∈ G are
/// pooled, so that f(gx) = f(x) bit for bit.
public struct WeightTying: Sendable, Hashable {
    /// |G|.
    public let order: Int
    /// How the |G| responses become one.
    public let pooling: OrbitPooling

    /// - Parameter order: |G|, the responses that are pooled.
    public init(order: Int, pooling: OrbitPooling) {
        self.order = order
        self.pooling = pooling
    }
}
