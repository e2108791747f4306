extension Tailor {
    mutating func bag() {
        let width = dice.about(10, 4)
        let bottom = dice.about(10.5, 2.4)
        let top = bottom - dice.about(14.5, 6.5)
        let upper = width * dice.about(0.93, 0.3)
        let isRound = dice.happens(0.3)
        fabricOfBag()
        handles(width: upper, top: top)
        begin()
        if isRound {
            round(-upper, top)
            round(-width, (top + bottom) * 0.5)
            round(-width * 0.85, bottom)
            round(width * 0.85, bottom)
            round(width, (top + bottom) * 0.5)
            round(upper, top)
        } else {
            corner(-upper, top)
            corner(-width, bottom - 1)
            corner(-width + 1, bottom)
            corner(width - 1, bottom)
            corner(width, bottom - 1)
            corner(upper, top)
        }
        fill(cloth)
        let line = ClothPaint(contrasting(0.4), opacity: dice.between(0.3, 0.9))
        if dice.happens(0.5) {
            // A flap.
            let depth = top + (bottom - top) * dice.between(0.3, 0.65)
            begin()
            exact(-upper, top + 1)
            exact(-upper * 0.9, depth)
            exact(0, depth + dice.between(-0.5, 2), soft: true)
            exact(upper * 0.9, depth)
            exact(upper, top + 1)
            strap(0.4, line)
        }
        if dice.happens(0.5) {
            dot(dice.about(0, 1), top + (bottom - top) * dice.between(0.3, 0.6), dice.between(0.5, 1.1), line)
        }
        if dice.happens(0.35) { seam(-upper, top + 1, upper, top + 1, radius: 0.5, line) }
        if dice.happens(0.25) {
            seam(-width * 0.6, top, -width * 0.6, bottom, radius: 0.5, line)
            seam(width * 0.6, top, width * 0.6, bottom, radius: 0.5, line)
        }
    }

    private mutating func fabricOfBag() {
        if dice.happens(0.2) {
            makePatched(finer: 1.2)
        } else if dice.happens(0.1) {
            makeChecked()
        } else if dice.happens(0.08) {
            makeStriped(upright: dice.happens(0.4))
        } else if dice.happens(0.2) {
            makeBlocked()
        }
    }

    private mutating func handles(width: Float, top: Float) {
        let kind = dice.between(0, 1)
        guard kind > 0.2 else { return }
        let isLong = kind > 0.72
        let half = width * (isLong ? dice.between(0.7, 1) : dice.between(0.3, 0.65))
        let low: Float = -13
        let room = top - low
        let peak = top - (isLong ? room : room * dice.between(0.5, 1))
        let radius = dice.between(0.35, 0.8)
        let paint = cloth.times(dice.about(0.85, 0.5))
        let count = dice.happens(0.35) ? 2 : 1
        for place in 0 ..< count {
            let aside = Float(place) * dice.between(0.6, 1.6)
            begin()
            exact(-half + aside, top + 1)
            round(-half * 0.8 + aside, top + (peak - top) * 0.65)
            round(aside, peak + aside * 0.5)
            round(half * 0.8 + aside, top + (peak - top) * 0.65)
            exact(half + aside, top + 1)
            strap(radius, paint)
        }
    }
}
