/// Shoes, seen from the side, the toe to the left as in Fashion-MNIST.
extension Tailor {
    mutating func sneaker() {
        let base = dice.about(5.5, 3)
        let isHigh = dice.happens(0.13)
        let height = isHigh ? dice.about(13, 3) : dice.about(8.5, 2.6)
        let toe = dice.about(4.4, 1.4)
        let sole = dice.about(1.7, 1.2)
        let mouth = dice.about(2.5, 2.4)
        let top = base - height
        if dice.happens(0.12) { makePatched(finer: 1.4) } else if dice.happens(0.25) { makeBlocked() }
        begin()
        corner(-13, base - 0.5)
        round(-12.9, base - toe * 0.55)
        round(-9.5, base - toe)
        round(-5.5, base - toe - (height - toe) * 0.25)
        round(mouth - 3, top + height * 0.22)
        corner(mouth, top)
        round(mouth + 4, top + (isHigh ? 0.2 : dice.between(0.3, 2)))
        corner(11.3, top + dice.between(-0.8, 0.6))
        round(11.6, base - height * 0.5)
        corner(12.7, base - 0.5)
        fill(cloth)
        let ground = ClothPaint(dice.happens(0.6) ? dice.between(0.75, 1) : dice.between(0.1, 0.6))
        begin()
        exact(-13, base - sole * 0.4)
        exact(-4, base, soft: true)
        exact(12.6, base - sole * 0.2)
        strap(sole * 0.6, ground)
        let detail = ClothPaint(contrasting(0.45), opacity: dice.between(0.4, 0.95))
        trim(base: base, top: top, toe: toe, mouth: mouth, detail)
    }

    private mutating func trim(base: Float, top: Float, toe: Float, mouth: Float, _ detail: ClothPaint) {
        if dice.happens(0.65) {
            // Laces, along the slope from the toe to the mouth.
            let from = SIMD2(-6, base - toe - 1)
            let way = SIMD2(mouth - 1, top + 1) - from
            for place in 0 ..< dice.count(2, 5) {
                let spot = from + way * (Float(place) * 0.26)
                seam(spot.x, spot.y, spot.x + 1.8, spot.y + 1.6, radius: 0.4, detail)
            }
        }
        if dice.happens(0.5) {
            let slant = dice.about(1.5, 2.5)
            let first = dice.about(-1, 3)
            for place in 0 ..< dice.count(1, 4) {
                let x = first + Float(place) * 2.2
                seam(x - slant, base - 1.5, x + slant, top + (base - top) * 0.4, radius: 0.5, detail)
            }
        }
        if dice.happens(0.35) { seam(-9, base - toe + 0.6, -7.5, base - 1, radius: 0.5, detail) }
        if dice.happens(0.35) { seam(9, top + 1, 8.4, base - 1.5, radius: 0.5, detail) }
        if dice.happens(0.12) {
            // Holes: a summer shoe, near to a sandal.
            let hole = ClothPaint(0, opacity: dice.between(0.5, 0.9))
            for _ in 0 ..< dice.count(1, 4) {
                let x = dice.between(-7, 8)
                seam(x, base - 2.4, x + 0.8, top + (base - top) * 0.55, radius: 0.6, hole)
            }
        }
    }

    mutating func sandal() {
        let kind = dice.between(0, 1)
        let heel = kind < 0.45 ? dice.between(0, 1.5) : dice.between(2, 11)
        let isWedge = heel > 1.5 && dice.happens(0.45)
        let base = dice.about(5, 2.5) + heel * 0.42
        let thickness = dice.between(0.5, 1.1)
        let ground = ClothPaint(dice.between(0.2, 0.9))
        if isWedge {
            begin()
            exact(-12.5, base)
            round(-4, base - 1 - heel * 0.1)
            round(4, base - 1 - heel * 0.7)
            corner(11, base - 1 - heel)
            corner(10.5, base)
            fill(ground)
        } else if heel > 1.5 {
            let stem = dice.between(0.35, 1.2)
            seam(10, base - heel, dice.about(10.6, 1.2), base, radius: stem, ground)
        }
        begin()
        for place in 0 ..< 8 {
            let x = Float(place) * 3.4 - 12.6
            exact(x, surface(x, base, heel), soft: true)
        }
        strap(thickness, ground.times(dice.about(1, 0.3)))
        straps(base, heel)
    }

    /// Height of the foot's bed: flat below the toes, then rising to the heel.
    private func surface(_ x: Float, _ base: Float, _ heel: Float) -> Float {
        var s = (x + 6) / 16
        s = s < 0 ? 0 : s > 1 ? 1 : s
        return base - 0.6 - heel * s * s * (3 - 2 * s)
    }

    private mutating func straps(_ base: Float, _ heel: Float) {
        let radius = dice.between(0.4, 1.1)
        // Over the toes.
        let closed = dice.happens(0.12)
        for _ in 0 ..< dice.count(1, 4) {
            let x = dice.between(-11.5, -3)
            let length = dice.between(2.5, 7.5)
            let high = dice.between(1.6, 4)
            begin()
            exact(x, surface(x, base, heel))
            round(x + length * 0.35, surface(x, base, heel) - high)
            round(x + length * 0.8, surface(x + length, base, heel) - high * 1.1)
            exact(x + length, surface(x + length, base, heel))
            if closed { fill(cloth) } else { strap(radius, cloth) }
        }
        if dice.happens(0.68) {
            // Round the ankle, and what holds it.
            let high = dice.about(6.5, 3)
            let back = surface(10.5, base, heel)
            let front = dice.about(4.5, 1.5)
            let foot = front - dice.between(2, 7)
            begin()
            exact(10.5, back)
            round(11, back - high * 0.55)
            round(10.2, back - high * 0.95)
            round(front + 2.5, back - high)
            if dice.happens(0.75) {
                round(front, back - high * dice.between(0.7, 0.9))
                round((front + foot) * 0.5, (back - high * 0.7 + surface(foot, base, heel)) * 0.5)
                exact(foot, surface(foot, base, heel))
            }
            strap(radius, cloth)
        }
        if dice.happens(0.3) {
            begin()
            let x = dice.between(0, 5)
            exact(x, surface(x, base, heel))
            round(x + 1.5, surface(x, base, heel) - dice.between(3, 6))
            exact(x + dice.between(3, 5), surface(x + 4, base, heel))
            strap(radius, cloth)
        }
    }
}
