/// sums(N) = Σ over rows of B(M,N), in panels; the bias gradient. Each column is added up from the
/// first row to the last.
public func columnSums(
    _ b: UnsafePointer<Float>, _ bRows: Int, _ sums: UnsafeMutablePointer<Float>, _ rows: Int, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        var sum = PanelRow.zero
        var row = b + panel * bRows * panelWidth
        let end = row + rows * panelWidth
        while row < end {
            sum += loadRow(row)
            row += panelWidth
        }
        storeRow(sum, sums + panel * panelWidth)
        panel += 1
    }
}
