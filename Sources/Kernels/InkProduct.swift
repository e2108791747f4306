/// out(M,H) = start(H) + Σ over the ink of row m of shades[byte]·weights(place, H), then ReLU if
/// asked: entries in ascending order, one FMA each.
///
/// With start = bias + background·Σ over all places of their weights, this is the first layer.
/// - Parameters:
///   - places, bytes: the entries of all rows.
///   - begins, ends: the entries of row m are begins[m] ..< ends[m].
///   - cursors: scratch, (M).
///   - shades: (256), what each byte's value is above the background.
///   - weights: (P,H) in panels with `weightRows` rows; a place is a row.
///   - panels: of H.
public func inkProduct(
    _ places: UnsafePointer<UInt16>, _ bytes: UnsafePointer<UInt8>, _ begins: UnsafePointer<Int32>,
    _ ends: UnsafePointer<Int32>, _ cursors: UnsafeMutablePointer<Int32>, _ shades: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>, _ weightRows: Int, _ start: UnsafePointer<Float>,
    _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ rows: Int, _ panels: Int, _ relu: Bool
) {
    var panel = 0
    while panel + WideColumns.panels <= panels {
        pass(
            WideColumns.self, panel, places, bytes, begins, ends, cursors, shades, weights, weightRows, start, out,
            outRows, rows, relu)
        panel += WideColumns.panels
    }
    while panel < panels {
        pass(
            PanelSingle.self, panel, places, bytes, begins, ends, cursors, shades, weights, weightRows, start, out,
            outRows, rows, relu)
        panel += 1
    }
}

@inline(__always)
private func pass<Columns: PanelColumns>(
    _: Columns.Type, _ panel: Int, _ places: UnsafePointer<UInt16>, _ bytes: UnsafePointer<UInt8>,
    _ begins: UnsafePointer<Int32>, _ ends: UnsafePointer<Int32>, _ cursors: UnsafeMutablePointer<Int32>,
    _ shades: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ weightRows: Int,
    _ start: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ rows: Int, _ relu: Bool
) {
    let weightStride = weightRows * panelWidth
    let outStride = outRows * panelWidth
    let weights = weights + panel * weightStride
    let out = out + panel * outStride
    let begin = Columns(start + panel * panelWidth, panelWidth)
    var chunk = 0
    while chunk < rows {
        let chunkEnd = chunk + inkChunkRows < rows ? chunk + inkChunkRows : rows
        var row = chunk
        while row < chunkEnd {
            cursors[row] = begins[row]
            row += 1
        }
        var limit = 0
        while limit < weightRows {
            let isFirst = limit == 0
            limit += inkBlockPlaces
            let isLast = limit >= weightRows
            row = chunk
            while row < chunkEnd {
                var entry = Int(cursors[row])
                let end = Int(ends[row])
                let target = out + row * panelWidth
                var sums = isFirst ? begin : Columns(target, outStride)
                while entry < end {
                    let place = Int(places[entry])
                    if place >= limit { break }
                    sums.add(Vector(repeating: shades[Int(bytes[entry])]), weights + place * panelWidth, weightStride)
                    entry += 1
                }
                cursors[row] = Int32(truncatingIfNeeded: entry)
                if isLast && relu { sums.rectify() }
                sums.put(target, outStride)
                row += 1
            }
        }
        chunk = chunkEnd
    }
}
