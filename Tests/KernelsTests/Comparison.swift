import Testing

/// Asks for equal bits, NaN being equal to any NaN: which payload survives an operation is not
/// promised by IEEE 754.
func expectSameBits(
    _ found: [Float], _ expected: [Float], _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard found.count == expected.count else {
        Issue.record("\(what): \(found.count) elements instead of \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    let different = found.indices.filter { !sameBits(found[$0], expected[$0]) }
    guard !different.isEmpty else { return }
    let distance = { (i: Int) in difference(Double(found[i]), Double(expected[i])) }
    let worst = different.max { distance($0) < distance($1) } ?? 0
    Issue.record(
        """
        \(what): \(different.count) of \(found.count) elements have other bits, first element \(different[0]); \
        largest difference \(distance(worst)) at element \(worst): \(found[worst]) instead of \(expected[worst])
        """,
        sourceLocation: sourceLocation)
}

func sameBits(_ a: Float, _ b: Float) -> Bool { a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN) }

/// Asks for |found − expected| ≤ tolerance, element by element.
func expectClose(
    _ found: [Float], _ expected: [Double], tolerances: [Double], _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard found.count == expected.count, found.count == tolerances.count else {
        Issue.record("\(what): \(found.count) elements instead of \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    let excess = { (i: Int) in difference(Double(found[i]), expected[i]) / tolerances[i] }
    let wrong = found.indices.filter { !(difference(Double(found[$0]), expected[$0]) <= tolerances[$0]) }
    guard let worst = wrong.max(by: { excess($0) < excess($1) }) else { return }
    Issue.record(
        """
        \(what): \(wrong.count) of \(found.count) elements beyond their tolerance; largest difference \
        \(difference(Double(found[worst]), expected[worst])) (allowed: \(tolerances[worst])) at element \(worst): \
        \(found[worst]) instead of \(expected[worst])
        """,
        sourceLocation: sourceLocation)
}

/// The same with one tolerance, relative to the largest expected magnitude.
func expectClose(
    _ found: [Float], _ expected: [Double], relative: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let scale = expected.reduce(0) { max($0, $1.magnitude) }
    expectClose(
        found, expected, tolerances: expected.map { _ in max(relative * scale, .leastNormalMagnitude) }, what,
        sourceLocation: sourceLocation)
}

/// 0 where both are the same infinity or NaN; infinite where only one is NaN.
func difference(_ a: Double, _ b: Double) -> Double {
    if a == b || (a.isNaN && b.isNaN) { return 0 }
    return a.isNaN || b.isNaN ? .infinity : (a - b).magnitude
}

/// The error of a float in units of the last place of the float nearest to the truth.
func ulps(_ found: Float, _ truth: Double) -> Double {
    difference(Double(found), truth) / Double(Float(truth).ulp)
}

/// The gradient of a function by central differences in double precision; its own error is of
/// order 1e-9 for functions and arguments of order 1.
func numericalGradient(at point: [Double], _ function: ([Double]) -> Double) -> [Double] {
    let step = 1e-5
    return point.indices.map { i in
        var (above, below) = (point, point)
        above[i] += step
        below[i] -= step
        return (function(above) - function(below)) / (2 * step)
    }
}
