/// Softmax cross-entropy and its gradient, row by row.
/// - Parameters:
///   - logits: one panel, (rows, 32); columns from `classes` (≤ 32) on are ignored.
///   - labels: the true class of each row.
///   - scale: factor of the gradient (1/B for a mean over the batch).
///   - gradient: one panel, (rows, 32): scale·(softmax − onehot), 0 in the ignored columns.
///   - losses: (rows), −ln softmax at the label, in nats.
public func softmaxCrossEntropy(
    _ logits: UnsafePointer<Float>, _ labels: UnsafePointer<UInt8>, _ rows: Int, _ classes: Int, _ scale: Float,
    _ gradient: UnsafeMutablePointer<Float>, _ losses: UnsafeMutablePointer<Float>
) {
    let ignored = PanelMask(from: classes)
    var row = 0
    while row < rows {
        let s = Softmax(loadRow(logits + row * panelWidth), ignored)
        let label = PanelMask(only: Int(labels[row]))
        // All lanes but one are zero: the sum is that one, exactly.
        losses[row] = s.logSum - treeSum(PanelRow.zero.replacing(with: s.shifted, where: label))
        let target = PanelRow.zero.replacing(with: 1, where: label)
        storeRow((s.probabilities - target) * scale, gradient + row * panelWidth)
        row += 1
    }
}

/// The softmax of one row of logits, with what its logarithm needs.
struct Softmax {
    /// Logits less their maximum; −∞-like in ignored lanes.
    let shifted: PanelRow
    /// 0 in ignored lanes.
    let probabilities: PanelRow
    /// ln Σ exp(shifted): log softmax = shifted − logSum.
    let logSum: Float

    @inline(__always)
    init(_ logits: PanelRow, _ ignored: PanelMask) {
        let kept = logits.replacing(with: -Float.greatestFiniteMagnitude, where: ignored)
        shifted = kept - PanelRow(repeating: treeMax(kept))
        let powers = exponential(shifted).replacing(with: 0, where: ignored)
        let sum = treeSum(powers)
        probabilities = powers / PanelRow(repeating: sum)
        logSum = logarithm(sum)
    }
}
