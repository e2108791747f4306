@testable import Core

/// R = 1 − cos(z, y), with z = f(x') and y = f(gx').
enum CosineForm: RowForm {
    static var name: String { "cosine" }
    static var meaning: String { "R = 1 − cos(f(x'), f(gx')): the logits' direction, whatever their length." }

    static func error(_ pair: LogitPair) -> Double {
        var (zy, zz, yy) = (0.0, 0.0, 0.0)
        for c in pair.z.indices {
            zy += pair.z[c] * pair.y[c]
            zz += pair.z[c] * pair.z[c]
            yy += pair.y[c] * pair.y[c]
        }
        let lengths = (zz * yy).squareRoot()
        let cosine = zy / lengths
        for c in pair.z.indices {
            pair.dz[c] = cosine * pair.z[c] / zz - pair.y[c] / lengths
            pair.dy[c] = cosine * pair.y[c] / yy - pair.z[c] / lengths
        }
        return 1 - cosine
    }
}
