extension Reference {
    /// One pixel of an image that is not background: where it is in gx, and its byte.
    public typealias InkEntry = (place: Int, byte: UInt8)

    /// The pixels of gx that differ from the background, in ascending order.
    public static func inkList(_ image: [UInt8], source: [Int], background: UInt8) -> [InkEntry] {
        source.indices.map { (place: $0, byte: image[source[$0]]) }.filter { $0.byte != background }
    }

    /// out(M,H) = start(H), and for each entry of row m, out ← out + shade·weights(place, H) with one
    /// rounding; then ReLU if asked.
    @inlinable
    public static func inkProduct<Real: BinaryFloatingPoint>(
        _ lists: [[InkEntry]], shades: [Real], weights: [Real], start: [Real], relu: Bool
    ) -> [Real] {
        lists.flatMap { list in
            start.indices.map { column in
                let sum = list.reduce(start[column]) {
                    $0.addingProduct(shades[Int($1.byte)], weights[$1.place * start.count + column])
                }
                return relu && sum <= 0 ? 0 : sum
            }
        }
    }

    /// gradient(P,H) = common(H), and for m = 0, 1, … and each entry of row m, with one rounding,
    /// gradient(place) ← gradient(place) + shade·output(m).
    @inlinable
    public static func inkGradient<Real: BinaryFloatingPoint>(
        _ lists: [[InkEntry]], shades: [Real], pixels: Int, common: [Real], output: [Real]
    ) -> [Real] {
        let width = common.count
        var gradient = (0 ..< pixels).flatMap { _ in common }
        for (row, list) in lists.enumerated() {
            for entry in list {
                for column in 0 ..< width {
                    gradient[entry.place * width + column] = gradient[entry.place * width + column].addingProduct(
                        shades[Int(entry.byte)], output[row * width + column])
                }
            }
        }
        return gradient
    }
}
