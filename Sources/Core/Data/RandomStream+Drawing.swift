/// What pen and cloth are drawn with.
extension RandomStream {
    mutating func happens(_ probability: Float) -> Bool { unitFloat() < probability }

    /// Bell-shaped on −1 … 1 with standard deviation 0.29: four uniform numbers.
    mutating func bell() -> Float {
        let a = unitFloat() + unitFloat()
        let b = unitFloat() + unitFloat()
        return (a + b) * 0.5 - 1
    }
}
