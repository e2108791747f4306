// The forms of the invariance error between the logits z of x and those of gx, y, with gradients
// (paper, equations 1 and 2 and section 4.4). Both as regulariser of IR and as measure.

/// Which form; the numbers are the `form` argument.
/// 0: ½‖z − y‖². 1: KL(softmax z ‖ softmax y), nats. 2: ‖z − y‖²/‖z‖².
@inline(__always) private var logitForm: Int { 0 }
@inline(__always) private var klForm: Int { 1 }

/// Invariance errors of rows of logits against rows of transformed logits.
/// - Parameters:
///   - logits, transformed: one panel each, (rows, 32); columns from `classes` (≤ 32) on ignored.
///   - scale: factor of the gradients.
///   - gradient: (rows, 32), added to; nil where only the values are wanted.
///   - transformedGradient: (rows, 32), overwritten; nil likewise.
///   - values: (rows), the errors.
public func invarianceError(
    _ form: Int, _ logits: UnsafePointer<Float>, _ transformed: UnsafePointer<Float>, _ rows: Int, _ classes: Int,
    _ scale: Float, _ gradient: UnsafeMutablePointer<Float>?, _ transformedGradient: UnsafeMutablePointer<Float>?,
    _ values: UnsafeMutablePointer<Float>
) {
    let ignored = PanelMask(from: classes)
    var row = 0
    while row < rows {
        let z = loadRow(logits + row * panelWidth).replacing(with: 0, where: ignored)
        let y = loadRow(transformed + row * panelWidth).replacing(with: 0, where: ignored)
        var dz = PanelRow.zero
        var dy = PanelRow.zero
        if form == klForm {
            let p = Softmax(z, ignored)
            let q = Softmax(y, ignored)
            let logRatio = ((p.shifted - PanelRow(repeating: p.logSum))
                - (q.shifted - PanelRow(repeating: q.logSum))).replacing(with: 0, where: ignored)
            let divergence = treeSum(p.probabilities * logRatio)
            values[row] = divergence
            dz = p.probabilities * (logRatio - PanelRow(repeating: divergence))
            dy = q.probabilities - p.probabilities
        } else {
            let d = z - y
            let distance = treeSum(d * d)
            if form == logitForm {
                values[row] = 0.5 * distance
                dz = d
                dy = -d
            } else {
                let norm = treeSum(z * z)
                values[row] = distance / norm
                let twice = d * (2 / norm)
                dz = twice - z * (2 * distance / norm / norm)
                dy = -twice
            }
        }
        if let gradient {
            let sum = loadRow(gradient + row * panelWidth) + dz * scale
            storeRow(sum, gradient + row * panelWidth)
        }
        if let transformedGradient { storeRow(dy * scale, transformedGradient + row * panelWidth) }
        row += 1
    }
}
