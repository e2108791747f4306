import Testing

@testable import Core

/// The canvas, the outlines and the patterns that silhouettes are made of.
@Suite struct ClothTests {
    private static let side = 28

    /// Shades of a canvas, 0 … 255, after an outline has been cut and laid down in white.
    private func drawn(
        opacity: Float = 1, _ cut: (inout ClothOutline) -> Void
    ) -> (pixels: [UInt8], polygon: [SIMD2<Float>]) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: ClothCanvas.capacity(side: Self.side)) { floats in
            withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: ClothOutline.mostPoints) { points in
                withUnsafeTemporaryAllocation(of: ClothOutline.Knot.self, capacity: ClothOutline.mostKnots) { knots in
                    guard let memory = floats.baseAddress, let first = points.baseAddress, let knot = knots.baseAddress
                    else { return ([], []) }
                    let canvas = ClothCanvas(side: Self.side, memory: memory)
                    var outline = ClothOutline(points: first, knots: knot)
                    outline.begin()
                    cut(&outline)
                    canvas.fill(outline, ClothPaint(1, opacity: opacity))
                    var image = [UInt8](repeating: 0, count: Self.side * Self.side)
                    image.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { canvas.copy(to: base) } }
                    return (image, points[..<outline.count].map { $0 })
                }
            }
        }
    }

    @Test func aRectangleCoversExactlyItsParts() {
        let image = drawn { outline in
            for (x, y) in [(3.25, 5.5), (7.5, 5.5), (7.5, 8.75), (3.25, 8.75)] as [(Float, Float)] {
                outline.append(SIMD2(x, y), softness: 0)
            }
            outline.close()
        }.pixels
        for row in 0 ..< Self.side {
            for column in 0 ..< Self.side {
                let width = max(0, min(7.5, Double(column + 1)) - max(3.25, Double(column)))
                let height = max(0, min(8.75, Double(row + 1)) - max(5.5, Double(row)))
                #expect(Int(image[row * Self.side + column]) == Int(width * height * 255 + 0.5), "\(row) \(column)")
            }
        }
    }

    /// Against counting which of 24 × 24 points of each pixel lie inside. Some outlines leave the
    /// sheet on every side.
    @Test func coverageIsTheShareOfPointsInside() {
        var stream = RandomStream(seed: 3, purpose: .test)
        for trial in 0 ..< 8 {
            let middle = SIMD2(stream.unitFloat(), stream.unitFloat()) * 24 + 2
            let (image, polygon) = drawn { outline in
                // Round about a middle: such a polygon does not cross itself.
                for (x, y) in [(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7)]
                    as [(Float, Float)]
                {
                    outline.append(
                        middle + SIMD2(x, y) * (3 + 14 * stream.unitFloat()), softness: trial % 2 == 0 ? 0 : 0.6)
                }
                outline.close()
            }
            var worst = 0.0
            for row in 0 ..< Self.side {
                for column in 0 ..< Self.side {
                    let share = inside(polygon, column, row)
                    worst = max(worst, abs(Double(image[row * Self.side + column]) / 255 - share))
                }
            }
            #expect(worst < 0.05, "trial \(trial): \(worst)")
        }
    }

    private func inside(_ polygon: [SIMD2<Float>], _ column: Int, _ row: Int) -> Double {
        let steps = 24
        var count = 0
        for index in 0 ..< steps * steps {
            let x = Float(column) + (Float(index % steps) + 0.5) / Float(steps)
            let y = Float(row) + (Float(index / steps) + 0.5) / Float(steps)
            var isInside = false
            for place in polygon.indices {
                let a = polygon[place]
                let b = polygon[(place + 1) % polygon.count]
                if (a.y > y) != (b.y > y), x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) { isInside.toggle() }
            }
            if isInside { count += 1 }
        }
        return Double(count) / Double(steps * steps)
    }

    @Test func aStrapIsAsWideAsItIsSaid() {
        let image = drawn(opacity: 0.5) { outline in
            outline.append(SIMD2(4, 6), softness: 0)
            outline.append(SIMD2(20, 18), softness: 0)
            outline.widen(radius: 1.5)
        }.pixels
        // 20 long, 3 wide, half transparent.
        let area = image.reduce(0.0) { $0 + Double($1) / 255 }
        #expect(abs(area - 30) < 0.2, "\(area)")
    }

    @Test func theLongestOutlineFitsItsMemory() {
        for isStrap in [false, true] {
            let polygon = drawn { outline in
                for place in 0 ..< ClothOutline.mostKnots + 5 {
                    outline.append(SIMD2(Float(place) * 0.8, Float(place % 3) * 5 + 4), softness: 1)
                }
                #expect(outline.knotCount == ClothOutline.mostKnots)
                if isStrap { outline.widen(radius: 0.5) } else { outline.close() }
            }.polygon
            #expect(polygon.count > 90 && polygon.count <= ClothOutline.mostPoints)
        }
    }

    @Test func tooFewKnotsDrawNothing() {
        for count in 0 ..< 2 {
            let image = drawn { outline in
                for _ in 0 ..< count { outline.append(SIMD2(9, 9), softness: 1) }
                outline.widen(radius: 2)
                outline.close()
            }.pixels
            #expect(image.allSatisfy { $0 == 0 })
        }
    }

    @Test func stripesColourTheirShareOfTheSheet() {
        var paint = ClothPaint(0.5)
        paint.pattern = .stripes
        paint.wave = SIMD2(0.25, 0)
        paint.contrast = 0.4
        for share in [Float(0.3), 0.5, 0.7] {
            paint.share = share
            var sum: Float = 0
            for step in 0 ..< 1000 { sum += paint.shade(Float(step) * 0.028, 3) - 0.5 }
            #expect(abs(sum / 1000 - share * 0.4) < 0.01, "\(sum)")
            #expect(abs(paint.shade(5, 1) - paint.shade(9, 20)) < 1e-5, "a period is four pixels")
        }
    }

    @Test func aPatternThatLacksItsNumbersIsPlain() {
        var paint = ClothPaint(0.5)
        paint.pattern = .patches
        paint.contrast = 0.4
        #expect(paint.shade(3, 20) == 0.5)
    }
}
