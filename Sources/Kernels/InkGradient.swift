/// gradient(P,H) = common(H) + Σ over m and the ink of row m of shades[byte]·output(m,H): rows in
/// ascending order, one FMA each.
///
/// With common = background·Σ over m of output(m,H), this is the first layer's weight gradient.
/// - Parameters: as of `inkProduct`; `gradient` in panels with `gradientRows` rows, of which those
///   of the first `count` places are written, but for places where `isActive` is 0: these have no
///   ink in any image and are left alone. `output` in panels with `outputRows` rows.
public func inkGradient(
    _ places: UnsafePointer<UInt16>, _ bytes: UnsafePointer<UInt8>, _ begins: UnsafePointer<Int32>,
    _ ends: UnsafePointer<Int32>, _ cursors: UnsafeMutablePointer<Int32>, _ shades: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>, _ gradientRows: Int, _ count: Int, _ isActive: UnsafePointer<UInt8>,
    _ common: UnsafePointer<Float>, _ output: UnsafePointer<Float>, _ outputRows: Int, _ rows: Int, _ panels: Int
) {
    var panel = 0
    while panel + WideColumns.panels <= panels {
        pass(
            WideColumns.self, panel, places, bytes, begins, ends, cursors, shades, gradient, gradientRows, count,
            isActive, common, output, outputRows, rows)
        panel += WideColumns.panels
    }
    while panel < panels {
        pass(
            PanelSingle.self, panel, places, bytes, begins, ends, cursors, shades, gradient, gradientRows, count,
            isActive, common, output, outputRows, rows)
        panel += 1
    }
}

@inline(__always)
private func pass<Columns: PanelColumns>(
    _: Columns.Type, _ panel: Int, _ places: UnsafePointer<UInt16>, _ bytes: UnsafePointer<UInt8>,
    _ begins: UnsafePointer<Int32>, _ ends: UnsafePointer<Int32>, _ cursors: UnsafeMutablePointer<Int32>,
    _ shades: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, _ gradientRows: Int, _ count: Int,
    _ isActive: UnsafePointer<UInt8>, _ common: UnsafePointer<Float>, _ output: UnsafePointer<Float>,
    _ outputRows: Int, _ rows: Int
) {
    let gradientStride = gradientRows * panelWidth
    let outputStride = outputRows * panelWidth
    let gradient = gradient + panel * gradientStride
    let output = output + panel * outputStride
    let begin = Columns(common + panel * panelWidth, panelWidth)
    var chunk = 0
    while chunk < rows || chunk == 0 {
        let chunkEnd = chunk + inkChunkRows < rows ? chunk + inkChunkRows : rows
        var row = chunk
        while row < chunkEnd {
            cursors[row] = begins[row]
            row += 1
        }
        var first = 0
        while first < count {
            let limit = first + inkBlockPlaces < count ? first + inkBlockPlaces : count
            var place = first
            while chunk == 0 && place < limit {
                if isActive[place] != 0 { begin.put(gradient + place * panelWidth, gradientStride) }
                place += 1
            }
            row = chunk
            while row < chunkEnd {
                var entry = Int(cursors[row])
                let end = Int(ends[row])
                if entry < end, Int(places[entry]) < limit {
                    let values = Columns(output + row * panelWidth, outputStride)
                    repeat {
                        values.addScaled(
                            Vector(repeating: shades[Int(bytes[entry])]),
                            to: gradient + Int(places[entry]) * panelWidth, gradientStride)
                        entry += 1
                    } while entry < end && Int(places[entry]) < limit
                    cursors[row] = Int32(truncatingIfNeeded: entry)
                }
                row += 1
            }
            first = limit
        }
        chunk = chunkEnd > 0 ? chunkEnd : 1
    }
}
