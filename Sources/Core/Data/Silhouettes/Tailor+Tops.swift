/// The five classes of tops. They differ only in how likely their measures are, and overlap.
extension Tailor {
    mutating func tShirt() {
        var cut = TopCut()
        cut.hem = dice.about(12.3, 1.2)
        cut.neck = dice.about(3.3, 1.6)
        cut.neckDepth = dice.about(2.4, 2.2)
        bodice(&cut, chest: dice.about(6.9, 1.8), taper: dice.about(0.96, 0.16), flare: dice.about(1, 0.14))
        let kind = dice.between(0, 1)
        cut.sleeve = kind < 0.1 ? 0 : kind < 0.93 ? dice.about(6.2, 3) : dice.between(9, 16)
        cut.spread = cut.sleeve > 9 ? dice.about(0.3, 0.26) : dice.about(0.75, 0.6)
        cut.cuff = dice.about(4.2, 1.6)
        if dice.happens(0.1) {
            cut.opening = dice.between(0.2, 0.4)
            cut.buttons = 2
            cut.collar = dice.happens(0.6) ? 1 : 0
        }
        fabric(stripes: 0.13, checks: 0.01, patches: 0.08, block: 0.08)
        top(cut)
        if dice.happens(0.4) { chestPrint(cut) }
    }

    mutating func pullover() {
        var cut = TopCut()
        cut.hem = dice.about(12.2, 1.2)
        cut.neck = dice.about(3, 1.5)
        cut.neckDepth = dice.about(1.7, 1.8)
        bodice(&cut, chest: dice.about(7.5, 1.6), taper: dice.about(0.98, 0.14), flare: dice.about(0.9, 0.14))
        longSleeves(&cut, dice.about(21.5, 2.6))
        cut.spread = dice.about(0.27, 0.2)
        cut.hood = dice.happens(0.16)
        cut.rib = dice.happens(0.65) ? dice.between(0.3, 1) : 0
        if dice.happens(0.07) {
            cut.opening = dice.happens(0.4) ? 1 : dice.between(0.3, 0.5)
            cut.openingStrength = dice.between(0.15, 0.4)
        }
        fabric(stripes: 0.13, checks: 0.02, patches: 0.12, block: 0.08)
        top(cut)
        if dice.happens(0.22) { chestPrint(cut) }
    }

    mutating func coat() {
        var cut = TopCut()
        cut.hem = dice.about(12.6, 1)
        cut.neck = dice.about(3, 1.4)
        cut.neckDepth = dice.about(2.2, 2.4)
        bodice(&cut, chest: dice.about(6, 1.5), taper: dice.about(0.96, 0.16), flare: dice.about(1.22, 0.22))
        longSleeves(&cut, dice.about(17.5, 3))
        cut.hood = dice.happens(0.2)
        cut.rib = dice.happens(0.2) ? dice.between(0.3, 0.8) : 0
        if dice.happens(0.94) {
            cut.opening = 1
            cut.openingStrength = dice.between(0.3, 0.65)
            cut.buttons = dice.happens(0.45) ? dice.count(2, 6) : 0
        }
        cut.collar = dice.happens(0.65) ? dice.between(1.6, 3.4) : 0
        fabric(stripes: 0.03, checks: 0.07, patches: 0.13, block: 0.05)
        top(cut)
        if dice.happens(0.5) { hipPockets(cut) }
    }

    mutating func shirt() {
        var cut = TopCut()
        cut.hem = dice.about(12.3, 1.2)
        cut.neck = dice.about(2.8, 1.5)
        cut.neckDepth = dice.about(2.2, 2.2)
        bodice(&cut, chest: dice.about(6.3, 1.7), taper: dice.about(0.95, 0.18), flare: dice.about(1.02, 0.2))
        let kind = dice.between(0, 1)
        cut.tail = dice.about(1.4, 1.6)
        if kind < 0.62 {
            longSleeves(&cut, dice.about(19.5, 3))
        } else {
            cut.sleeve = kind < 0.66 ? 0 : kind < 0.78 ? dice.about(7.4, 3.4) : dice.between(10, 16)
            cut.spread = dice.about(0.55, 0.5)
            cut.cuff = dice.about(4, 1.4)
        }
        if dice.happens(0.9) {
            cut.opening = dice.happens(0.9) ? 1 : dice.between(0.3, 0.6)
            cut.openingStrength = dice.between(0.25, 0.5)
            cut.buttons = dice.happens(0.75) ? dice.count(4, 8) : 0
        }
        cut.collar = dice.happens(0.82) ? dice.between(0.8, 1.5) : 0
        fabric(stripes: 0.1, checks: 0.18, patches: 0.18, block: 0.02)
        top(cut)
        if dice.happens(0.3) {
            let paint = ClothPaint(contrasting(0.25), opacity: 0.7)
            seam(2, cut.top + 7, 5, cut.top + 7, radius: 0.4, paint)
        }
    }

    mutating func dress() {
        var cut = TopCut()
        cut.top = -13
        cut.hem = 13
        cut.neck = dice.about(2.3, 1.4)
        cut.neckDepth = dice.about(2.8, 2.8)
        cut.chest = dice.about(4.3, 1.8)
        cut.shoulder = cut.chest * dice.about(0.98, 0.24)
        cut.waist = cut.chest * dice.about(0.86, 0.24)
        cut.hemWidth = cut.chest * dice.about(1.35, 0.8)
        cut.armhole = dice.about(5.4, 1.2)
        let kind = dice.between(0, 1)
        cut.sleeve = kind < 0.5 ? 0 : kind < 0.72 ? dice.about(5, 2.5) : dice.about(15, 5)
        cut.spread = cut.sleeve > 9 ? dice.about(0.22, 0.18) : dice.about(0.6, 0.5)
        cut.cuff = dice.about(2.8, 1.2)
        if dice.happens(0.1) {
            cut.opening = dice.happens(0.5) ? 1 : 0.4
            cut.buttons = dice.count(0, 7)
        }
        fabric(stripes: 0.08, checks: 0.04, patches: 0.3, block: 0.12)
        top(cut)
        if dice.happens(0.4) {
            let paint = ClothPaint(contrasting(0.3), opacity: 0.7)
            seam(-cut.waist, dice.about(-1, 2), cut.waist, dice.about(-1, 2), radius: dice.between(0.3, 0.9), paint)
        }
    }

    private mutating func bodice(_ cut: inout TopCut, chest: Float, taper: Float, flare: Float) {
        cut.chest = chest
        cut.shoulder = chest * dice.about(1.06, 0.14)
        cut.waist = chest * taper
        cut.hemWidth = cut.waist * flare
        cut.armhole = dice.about(7, 1.6)
    }

    private mutating func longSleeves(_ cut: inout TopCut, _ length: Float) {
        cut.sleeve = dice.happens(0.06) ? dice.between(9, 15) : length
        cut.spread = dice.about(0.22, 0.2)
        cut.cuff = dice.about(3.3, 1.1)
    }

    private mutating func fabric(stripes: Float, checks: Float, patches: Float, block: Float) {
        var kind = dice.between(0, 1)
        if kind < stripes { return makeStriped(upright: dice.happens(0.15)) }
        kind -= stripes
        if kind < checks { return makeChecked() }
        kind -= checks
        if kind < patches { return makePatched() }
        kind -= patches
        if kind < block { makeBlocked() }
    }
}
