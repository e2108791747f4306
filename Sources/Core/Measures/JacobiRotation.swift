/// The turn that makes the off-diagonal of a symmetric 2×2 matrix zero (Golub and Van Loan, "Matrix
/// Computations", section 8.5.2): the smaller of the two, with which the sweeps converge.
struct JacobiRotation {
    let tangent: Double
    let cosine: Double
    let sine: Double

    /// - Parameters:
    ///   - offDiagonal: not 0.
    ///   - first, second: the diagonal.
    init(_ offDiagonal: Double, _ first: Double, _ second: Double) {
        let cotangent = (second - first) / (2 * offDiagonal)
        // An infinite cotangent gives 0: nothing left to turn.
        let magnitude = 1 / (cotangent.magnitude + (cotangent * cotangent + 1).squareRoot())
        tangent = cotangent < 0 ? -magnitude : magnitude
        cosine = 1 / (tangent * tangent + 1).squareRoot()
        sine = tangent * cosine
    }
}
