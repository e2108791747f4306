/// How a garment lies on the sheet: a smooth random map from the garment's own coordinates (pixels
/// from its middle, at its nominal size) to the sheet's.
struct ClothPose {
    /// Half the nominal size, which makes the bends' coordinates run from −1 to 1.
    private static let reach: Float = 13

    private let square: SIMD2<Float>
    private let mixed: SIMD2<Float>
    private let across: SIMD2<Float>
    private let cube: SIMD2<Float>
    private let columns: (SIMD2<Float>, SIMD2<Float>)
    private let shift: SIMD2<Float>

    /// - Parameters:
    ///   - bend: strength of the elastic bends.
    ///   - side: pixels of the sheet in each direction.
    init(_ dice: inout ClothDice, bend: Float, side: Int) {
        square = dice.bells() * (1.7 * bend)
        mixed = dice.bells() * (1.7 * bend)
        across = dice.bells() * (1.7 * bend)
        cube = dice.bells() * (1.5 * bend)
        let width = 1 + 0.2 * dice.bell()
        let height = 1.02 + 0.12 * dice.bell()
        let slant = 0.16 * dice.bell()
        // The angle is 2·atan(t): all rotations by arithmetic alone.
        let t = 0.1 * dice.bell()
        let cosine = (1 - t * t) / (1 + t * t)
        let sine = 2 * t / (1 + t * t)
        columns = (
            SIMD2(cosine, sine) * width, SIMD2(cosine * slant - sine, sine * slant + cosine) * height
        )
        shift = dice.bells() * 1.6 + Float(side) * 0.5
    }

    func place(_ p: SIMD2<Float>) -> SIMD2<Float> {
        let u = p.x * (1 / Self.reach)
        let v = p.y * (1 / Self.reach)
        let bent =
            p + square * (u * u - 0.3) + mixed * (u * v) + across * (v * v - 0.3) + cube * (u * u * u + v * v * v)
        return columns.0 * bent.x + columns.1 * bent.y + shift
    }
}
