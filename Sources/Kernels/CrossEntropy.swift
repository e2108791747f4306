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
    let lanes = laneNumbers()
    var row = 0
    while row < rows {
        let s = Softmax(loadRow(logits + row * panelWidth), lanes, classes)
        let label = Int32(labels[row])
        losses[row] = s.logSum - s.shifted[Int(label)]
        let target = PanelRow.zero.replacing(with: 1, where: lanes .== label)
        storeRow((s.probabilities - target) * scale, gradient + row * panelWidth)
        row += 1
    }
}

/// 0, 1, … 31.
@inline(__always)
func laneNumbers() -> SIMD32<Int32> {
    SIMD32<Int32>(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
        30, 31)
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
    init(_ logits: PanelRow, _ lanes: SIMD32<Int32>, _ classes: Int) {
        let ignored = lanes .>= Int32(truncatingIfNeeded: classes)
        let kept = logits.replacing(with: -Float.greatestFiniteMagnitude, where: ignored)
        shifted = kept - PanelRow(repeating: treeMax(kept))
        let powers = exponential(shifted).replacing(with: 0, where: ignored)
        let sum = treeSum(powers)
        probabilities = powers / PanelRow(repeating: sum)
        logSum = logarithm(sum)
    }
}
