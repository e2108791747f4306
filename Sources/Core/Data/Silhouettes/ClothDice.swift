/// Random amounts, as the drawing needs them.
struct ClothDice {
    var stream: RandomStream

    init(_ stream: RandomStream) { self.stream = stream }

    mutating func happens(_ probability: Float) -> Bool { stream.happens(probability) }

    mutating func between(_ low: Float, _ high: Float) -> Float { low + (high - low) * stream.unitFloat() }

    /// Bell-shaped on −1 … 1 with standard deviation 0.29: four uniform numbers.
    mutating func bell() -> Float { stream.bell() }

    mutating func bells() -> SIMD2<Float> {
        let x = bell()
        return SIMD2(x, bell())
    }

    /// Bell-shaped about a middle.
    mutating func about(_ middle: Float, _ spread: Float) -> Float { middle + spread * bell() }

    /// From `first` up to but not including `end`.
    mutating func count(_ first: Int, _ end: Int) -> Int { first + Int(stream.integer(below: UInt32(end - first))) }
}
