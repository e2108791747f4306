/// sums(N) = Σ over rows of B(M,N), in panels. M is a multiple of 4. Rows are taken in blocks of
/// 256 as `productATB` takes them, which forms the same sums on its way.
public func columnSums(
    _ b: UnsafePointer<Float>, _ bRows: Int, _ sums: UnsafeMutablePointer<Float>, _ rows: Int, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        let panelRows = b + panel * bRows * panelWidth
        var start = 0
        while start < rows {
            let count = rows - start < blockRows ? rows - start : blockRows
            addColumnSums(panelRows + start * panelWidth, count, sums + panel * panelWidth, start > 0)
            start += count
        }
        panel += 1
    }
}

/// sums = Σ of `rows` rows of one panel, or sums += that if asked to go on. Four chains, m mod 4,
/// each from its first row to its last, then (0 + 1) + (2 + 3): one chain alone would wait for
/// every addition.
@inline(__always)
func addColumnSums(_ b: UnsafePointer<Float>, _ rows: Int, _ sums: UnsafeMutablePointer<Float>, _ goOn: Bool) {
    var s0 = PanelRow.zero
    var s1 = PanelRow.zero
    var s2 = PanelRow.zero
    var s3 = PanelRow.zero
    var row = b
    let end = b + rows * panelWidth
    while row < end {
        s0 += loadRow(row)
        s1 += loadRow(row + panelWidth)
        s2 += loadRow(row + 2 * panelWidth)
        s3 += loadRow(row + 3 * panelWidth)
        row += 4 * panelWidth
    }
    let sum = (s0 + s1) + (s2 + s3)
    storeRow(goOn ? loadRow(sums) + sum : sum, sums)
}
