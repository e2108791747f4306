extension Tailor {
    mutating func trouser() {
        let waist = dice.about(4.6, 1.4)
        let hip = waist + dice.about(0.9, 0.8)
        let crotch = dice.about(-4, 3)
        let end: Float = dice.happens(0.07) ? dice.between(5, 10) : 13
        let foot = dice.about(3.4, 1.8)
        let width = dice.about(1.9, 1.2)
        let knee = foot * 0.5 + hip * 0.25
        let half = width * 0.6 + hip * 0.22
        if dice.happens(0.16) { makePatched(finer: 1.3) } else if dice.happens(0.1) { makeChecked() }
        begin()
        corner(-waist, -13)
        round(-hip, -7)
        round(-knee - half, (crotch + end) * 0.5)
        corner(-foot - width, end)
        corner(-foot + width, end)
        round(-knee + half, (crotch + end) * 0.5)
        corner(-0.3, crotch)
        corner(0.3, crotch)
        round(knee - half, (crotch + end) * 0.5)
        corner(foot - width, end)
        corner(foot + width, end)
        round(knee + half, (crotch + end) * 0.5)
        round(hip, -7)
        corner(waist, -13)
        fill(cloth)
        let dark = ClothPaint(contrasting(0.4), opacity: dice.between(0.2, 0.8))
        // Where the legs touch, a fold parts them.
        seam(0, crotch - dice.between(0, 4), 0, end, radius: dice.between(0.2, 0.5), dark.times(0.5))
        if dice.happens(0.6) { seam(-waist, -12, waist, -12, radius: 0.5, dark) }
        if dice.happens(0.5) {
            seam(-waist + 0.6, -11, -hip, -8, radius: 0.35, dark)
            seam(waist - 0.6, -11, hip, -8, radius: 0.35, dark)
        }
        if dice.happens(0.35) {
            // Worn bright along the legs.
            let worn = ClothPaint(cloth.level + 0.25, opacity: 0.5)
            seam(-knee, crotch, -foot, end - 2, radius: 0.7, worn)
            seam(knee, crotch, foot, end - 2, radius: 0.7, worn)
        }
    }
}
