/// The gradient of one logit by the last hidden layer, masked by its ReLU:
/// out(m, H) = weight(H, class_m) where hidden(m, H) > 0, else 0.
/// - Parameters:
///   - hidden: panels with `allocatedRows` rows, as `out`; `classes` holds one class per row.
///   - weights: the last layer's (C, H) in panels with `weightRows` rows.
public func logitGradient(
    _ hidden: UnsafePointer<Float>, _ allocatedRows: Int, _ classes: UnsafePointer<Int32>, _ rows: Int,
    _ weights: UnsafePointer<Float>, _ weightRows: Int, _ out: UnsafeMutablePointer<Float>, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        var row = 0
        while row < rows {
            let at = (panel * allocatedRows + row) * panelWidth
            let weight = loadRow(weights + (panel * weightRows + Int(classes[row])) * panelWidth)
            storeRow(weight.replacing(with: 0, where: loadRow(hidden + at) .<= 0), out + at)
            row += 1
        }
        panel += 1
    }
}
