/// What a shape is filled with: a shade for every point of the sheet.
struct ClothPaint {
    /// How fabric is patterned.
    enum Pattern {
        case plain
        case stripes
        case checks
        /// Patches of light and dark: flowers, camouflage, prints.
        case patches
        /// Another shade on the far side of a line.
        case block
    }

    /// Grey, 0 … 1.
    var level: Float
    /// Share of what lies beneath that is hidden.
    var opacity: Float = 1
    /// Change of shade per pixel, from the middle of the sheet.
    var slope = SIMD2<Float>(0, 0)
    var pattern = Pattern.plain
    /// Added to the level where the pattern is strongest.
    var contrast: Float = 0
    /// Direction of the pattern times its frequency (periods per pixel).
    var wave = SIMD2<Float>(0, 0)
    var phase: Float = 0
    /// Share of a period that is coloured; patches: how much is.
    var share: Float = 0.5
    /// `patchSide`² random numbers 0 … 1, lent.
    var patches: UnsafePointer<Float>?

    static let patchSide = 12
    private static let middle: Float = 14
    /// More periods than a sheet holds: makes truncation round down.
    private static let manyPeriods: Float = 64

    init(_ level: Float, opacity: Float = 1) {
        self.level = level
        self.opacity = opacity
    }

    /// The same fabric in another light.
    func times(_ factor: Float) -> ClothPaint {
        var copy = self
        copy.level *= factor
        copy.contrast *= factor
        return copy
    }

    func shade(_ x: Float, _ y: Float) -> Float {
        let u = x - Self.middle
        let v = y - Self.middle
        var base = level + slope.x * u + slope.y * v
        // A gradient never swallows the whole shade.
        if base < level * 0.5 { base = level * 0.5 }
        switch pattern {
        case .plain: return base
        case .stripes: return base + contrast * stripe(wave.x * u + wave.y * v + phase)
        case .checks:
            let both = stripe(wave.x * u + wave.y * v + phase) + stripe(wave.x * v - wave.y * u + phase)
            return base + contrast * 0.5 * both
        case .patches: return base + contrast * patch(u, v)
        case .block:
            let depth = (wave.x * u + wave.y * v) * 6 + phase
            return base + contrast * (depth < 0 ? 0 : depth > 1 ? 1 : depth)
        }
    }

    /// 0 or 1 with soft edges, one period per unit.
    private func stripe(_ t: Float) -> Float {
        let f = t - Float(Int(t + Self.manyPeriods) - Int(Self.manyPeriods))
        // Up to 1 in the middle of the period, 0 at its ends.
        let peak = 1 - (f < 0.5 ? 1 - 2 * f : 2 * f - 1)
        let depth = (peak - 1 + share) * 3 + 0.5
        return depth < 0 ? 0 : depth > 1 ? 1 : depth
    }

    /// Random numbers on a grid, between them interpolated, then parted into light and dark.
    private func patch(_ u: Float, _ v: Float) -> Float {
        guard let patches else { return 0 }
        let limit = Float(Self.patchSide - 2)
        var x = u * wave.x + Float(Self.patchSide) * 0.5
        var y = v * wave.y + Float(Self.patchSide) * 0.5
        x = x < 0 ? 0 : x > limit ? limit : x
        y = y < 0 ? 0 : y > limit ? limit : y
        let column = Int(x)
        let row = Int(y)
        let a = x - Float(column)
        let b = y - Float(row)
        let corner = patches + row * Self.patchSide + column
        let upper = corner[0] + (corner[1] - corner[0]) * a
        let lower = corner[Self.patchSide] + (corner[Self.patchSide + 1] - corner[Self.patchSide]) * a
        let depth = (upper + (lower - upper) * b - 1 + share) * 4 + 0.5
        return depth < 0 ? 0 : depth > 1 ? 1 : depth
    }
}
