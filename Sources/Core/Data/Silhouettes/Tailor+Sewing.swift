/// The parts of a top, in the order in which they lie on each other.
extension Tailor {
    mutating func top(_ cut: TopCut) {
        if cut.hood { hood(cut) }
        if cut.sleeve > 0 {
            let light = dice.about(0.95, 0.2)
            sleeve(cut, -1, light)
            sleeve(cut, 1, light)
        }
        torso(cut)
        armSeams(cut)
        neckline(cut)
        if cut.opening > 0 { opening(cut) }
        if cut.collar > 0 { collar(cut) }
        if cut.rib > 0 {
            let paint = ClothPaint(contrasting(0.3), opacity: 0.75 * cut.rib)
            seam(-cut.hemWidth, cut.hem - 0.8, cut.hemWidth, cut.hem - 0.8, radius: 0.8, paint)
        }
    }

    /// How far the shoulder lies below the neck.
    private func drop(_ cut: TopCut) -> Float { (cut.shoulder - cut.neck) * 0.3 }

    private mutating func torso(_ cut: TopCut) {
        let shoulder = cut.top + drop(cut)
        let armpit = shoulder + cut.armhole
        let waist = armpit + (cut.hem - armpit) * 0.4
        begin()
        corner(-cut.neck, cut.top)
        corner(-cut.shoulder, shoulder)
        corner(-cut.chest, armpit)
        round(-cut.waist, waist)
        corner(-cut.hemWidth, cut.hem - cut.tail)
        round(0, cut.hem + cut.tail * 0.3)
        corner(cut.hemWidth, cut.hem - cut.tail)
        round(cut.waist, waist)
        corner(cut.chest, armpit)
        corner(cut.shoulder, shoulder)
        corner(cut.neck, cut.top)
        round(cut.neck * 0.6, cut.top + cut.neckDepth * 0.75)
        round(0, cut.top + cut.neckDepth)
        round(-cut.neck * 0.6, cut.top + cut.neckDepth * 0.75)
        fill(cloth)
    }

    /// - Parameter side: −1 for the left of the image, 1 for the right.
    private mutating func sleeve(_ cut: TopCut, _ side: Float, _ light: Float) {
        let shoulder = SIMD2(cut.shoulder * 0.94, cut.top + drop(cut))
        let armpit = SIMD2(cut.chest * 0.9, shoulder.y + cut.armhole)
        let spread = cut.spread > 0.02 ? cut.spread : 0.02
        let way = SIMD2(spread, 1) * (cut.sleeve / (1 + spread * spread).squareRoot())
        let outer = shoulder + way + SIMD2(0.8, 0)
        let inner = outer + SIMD2(-1, spread) * (cut.cuff / (1 + spread * spread).squareRoot())
        let elbow = shoulder + (outer - shoulder) * 0.45 + SIMD2(dice.about(0.9, 0.8), 0)
        let under = armpit + (inner - armpit) * 0.5
        begin()
        corner(side * (shoulder.x - 2), shoulder.y - 0.4)
        round(side * shoulder.x, shoulder.y)
        round(side * elbow.x, elbow.y)
        corner(side * outer.x, outer.y)
        corner(side * inner.x, inner.y)
        if cut.sleeve > cut.armhole { round(side * under.x, under.y) }
        corner(side * armpit.x, armpit.y)
        corner(side * (armpit.x - 2), armpit.y - 1)
        fill(cloth.times(light))
        if cut.rib > 0 {
            let paint = ClothPaint(cloth.level * 0.7, opacity: 0.7 * cut.rib)
            seam(side * outer.x, outer.y - 0.5, side * inner.x, inner.y - 0.5, radius: 0.6, paint)
        }
    }

    private mutating func armSeams(_ cut: TopCut) {
        guard cut.sleeve > 0 else { return }
        let shoulder = cut.top + drop(cut)
        let strength = dice.between(0, 0.55)
        let paint = ClothPaint(cloth.level * 0.45, opacity: strength)
        let armpit = shoulder + cut.armhole
        for side in [Float(-1), 1] {
            seam(side * cut.shoulder * 0.96, shoulder + 0.5, side * cut.chest, armpit, radius: 0.4, paint)
        }
    }

    /// The back of the neck, seen from the front, and the hem around it.
    private mutating func neckline(_ cut: TopCut) {
        if dice.happens(0.5) {
            begin()
            exact(-cut.neck, cut.top)
            exact(0, cut.top - 0.4, soft: true)
            exact(cut.neck, cut.top)
            exact(0, cut.top + cut.neckDepth, soft: true)
            fill(ClothPaint(cloth.level * dice.between(0.2, 0.8)))
        }
        if dice.happens(0.4) {
            begin()
            exact(-cut.neck, cut.top)
            exact(0, cut.top + cut.neckDepth, soft: true)
            exact(cut.neck, cut.top)
            strap(0.45, ClothPaint(contrasting(0.3), opacity: 0.8))
        }
    }

    private mutating func opening(_ cut: TopCut) {
        let start = cut.top + cut.neckDepth
        let end = start + (cut.hem - start) * cut.opening
        let x = dice.about(0, 1.2)
        let shade = contrasting(0.5)
        if cut.openingStrength > 0.4, cut.opening == 1, dice.happens(0.4) {
            // It hangs open.
            begin()
            exact(x - 1.6, start)
            exact(x + 1.6, start)
            exact(x + dice.between(0.2, 2.2), end)
            exact(x - dice.between(0.2, 2.2), end)
            fill(ClothPaint(shade, opacity: 0.9))
        } else {
            seam(x, start, x + dice.bell(), end, radius: 0.5, ClothPaint(shade, opacity: cut.openingStrength * 1.4))
        }
        guard cut.buttons > 0 else { return }
        let button = ClothPaint(contrasting(0.5), opacity: 0.8)
        for place in 0 ..< cut.buttons {
            dot(x + 0.6, start + (end - start) * (Float(place) + 0.5) / Float(cut.buttons), 0.4, button)
        }
    }

    private mutating func collar(_ cut: TopCut) {
        let paint = cloth.times(dice.about(0.95, 0.5))
        let line = ClothPaint(cloth.level * 0.5, opacity: 0.5)
        let low = cut.top + cut.neckDepth + 1.4 * cut.collar
        for side in [Float(-1), 1] {
            begin()
            exact(side * cut.neck * 0.9, cut.top - 0.8)
            exact(side * (cut.neck + 0.6), cut.top + 1)
            exact(side * cut.neck * 0.75, low)
            exact(side * 0.3, cut.top + cut.neckDepth + 0.3)
            fill(paint)
            seam(side * (cut.neck + 0.6), cut.top + 1, side * cut.neck * 0.75, low, radius: 0.35, line)
        }
    }

    private mutating func hood(_ cut: TopCut) {
        let width = cut.neck + dice.between(0.8, 2.2)
        begin()
        round(-width, cut.top + 2)
        round(-width * 0.8, cut.top - 1.2)
        round(0, cut.top - 2)
        round(width * 0.8, cut.top - 1.2)
        round(width, cut.top + 2)
        fill(cloth.times(0.8))
    }

    /// Letters or a picture on the chest.
    mutating func chestPrint(_ cut: TopCut) {
        let width = dice.between(1.5, 4.5)
        let height = dice.between(0.8, 4)
        let y = dice.about(-3, 4)
        var paint = ClothPaint(contrasting(0.4), opacity: 0.9)
        if dice.happens(0.6) {
            paint.pattern = .patches
            paint.patches = scatter()
            paint.wave = SIMD2(0.9, 0.7)
            paint.share = 0.6
            paint.contrast = cloth.level - paint.level
        }
        begin()
        exact(-width, y - height)
        exact(width, y - height)
        exact(width, y + height)
        exact(-width, y + height)
        fill(paint)
    }

    mutating func hipPockets(_ cut: TopCut) {
        let paint = ClothPaint(contrasting(0.35), opacity: dice.between(0.4, 0.9))
        let y = dice.about(5, 2.5)
        let tilt = dice.between(0, 1.6)
        for side in [Float(-1), 1] { seam(side * 2.6, y, side * 5.2, y + tilt, radius: 0.4, paint) }
    }
}
