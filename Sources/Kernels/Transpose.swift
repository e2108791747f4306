/// transposed(N,K) = matrix(K,N), both in panels. Rows of the result from N on are left alone;
/// its columns from K to the end of the last panel must have been zeroed once.
/// - Parameters:
///   - rows: K, rows of the source that count; `sourceRows` are allocated per panel.
///   - columns: N, columns of the source that count; `targetRows` are allocated per panel.
public func transposePanels(
    _ source: UnsafePointer<Float>, _ sourceRows: Int, _ target: UnsafeMutablePointer<Float>, _ targetRows: Int,
    _ rows: Int, _ columns: Int
) {
    var row = 0
    while row < rows {
        let into = target + (row / panelWidth) * targetRows * panelWidth + row % panelWidth
        var column = 0
        while column < columns {
            into[column * panelWidth] =
                source[((column / panelWidth) * sourceRows + row) * panelWidth + column % panelWidth]
            column += 1
        }
        row += 1
    }
}
