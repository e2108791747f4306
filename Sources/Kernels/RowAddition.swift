/// Adds one row to each of `rows` rows of one panel, in place.
public func addRow(_ row: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ rows: Int) {
    let value = loadRow(row)
    var target = to
    let end = to + rows * panelWidth
    while target < end {
        storeRow(loadRow(target) + value, target)
        target += panelWidth
    }
}
