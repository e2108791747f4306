/// Rows of lists as whole images: out(m, p) = values[byte] where row m has an entry at p, and the
/// background's value elsewhere. For images with so much ink that a dense product is faster.
/// - Parameters:
///   - places, bytes, begins, ends: as of `inkProduct`.
///   - values: (256), each byte's.
///   - background: its value.
///   - out: panels with `outRows` rows; features of the last panel from `pixels` on become 0.
public func expandInk(
    _ places: UnsafePointer<UInt16>, _ bytes: UnsafePointer<UInt8>, _ begins: UnsafePointer<Int32>,
    _ ends: UnsafePointer<Int32>, _ values: UnsafePointer<Float>, _ background: Float,
    _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ rows: Int, _ pixels: Int
) {
    let blank = PanelRow(repeating: background)
    var row = 0
    while row < rows {
        let into = out + row * panelWidth
        var pixel = 0
        while pixel < pixels {
            let panel = into + (pixel / panelWidth) * outRows * panelWidth
            storeRow(blank, panel)
            var lane = pixels - pixel
            while lane < panelWidth {
                panel[lane] = 0
                lane += 1
            }
            pixel += panelWidth
        }
        var entry = Int(begins[row])
        let end = Int(ends[row])
        while entry < end {
            let place = Int(places[entry])
            into[(place / panelWidth) * outRows * panelWidth + place % panelWidth] = values[Int(bytes[entry])]
            entry += 1
        }
        row += 1
    }
}
