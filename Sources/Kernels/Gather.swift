/// Rows of normalised, transformed images: out(m, p) = table[image_m[source_g(p)]], in panels.
/// - Parameters:
///   - images: the first byte of each image, `rows` pointers.
///   - elements: the group element of each row.
///   - sources: (G, P) where each pixel of gx comes from.
///   - table: the normalised value of each of the 256 byte values.
///   - out: panels with `outRows` rows each, written from row `firstRow` on.
///   - pixels: P; features of the last panel beyond it are set to 0.
public func gatherImages(
    _ images: UnsafePointer<UnsafePointer<UInt8>>, _ elements: UnsafePointer<Int32>, _ sources: UnsafePointer<UInt16>,
    _ table: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ firstRow: Int,
    _ rows: Int, _ pixels: Int
) {
    var row = 0
    while row < rows {
        let image = images[row]
        var source = sources + Int(elements[row]) * pixels
        var into = out + (firstRow + row) * panelWidth
        var left = pixels
        while left > 0 {
            let count = left < panelWidth ? left : panelWidth
            var i = 0
            while i < count {
                into[i] = table[Int(image[Int(source[i])])]
                i += 1
            }
            while i < panelWidth {
                into[i] = 0
                i += 1
            }
            source += count
            into += outRows * panelWidth
            left -= count
        }
        row += 1
    }
}
