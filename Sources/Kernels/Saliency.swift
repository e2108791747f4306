// From integrated gradients to saliency maps (paper, section 4.1) and their similarity
// (equation 3). Maps are row-major images, P pixels, allocated to a multiple of 32 with zeros.

/// attributions(p) = difference(p)·gradient(p), of one row of two matrices in panels.
/// - Parameters:
///   - difference: x − x₀.
///   - out: P floats and the rest of the last 32, which is zeroed.
public func attributions(
    _ difference: UnsafePointer<Float>, _ differenceRows: Int, _ differenceRow: Int, _ gradient: UnsafePointer<Float>,
    _ gradientRows: Int, _ gradientRow: Int, _ pixels: Int, _ out: UnsafeMutablePointer<Float>
) {
    var p = 0
    var a = difference + differenceRow * panelWidth
    var b = gradient + gradientRow * panelWidth
    while p < pixels {
        storeRow(loadRow(a) * loadRow(b), out + p)
        a += differenceRows * panelWidth
        b += gradientRows * panelWidth
        p += panelWidth
    }
    while p > pixels {
        p -= 1
        out[p] = 0
    }
}

/// |map|, and 0 where that is below threshold·max; a map with NaN keeps them. Returns whether the map
/// is all zero.
public func thresholdMap(_ map: UnsafeMutablePointer<Float>, _ pixels: Int, _ threshold: Float) -> Bool {
    var best = PanelRow.zero
    var p = 0
    while p < pixels {
        let x = loadRow(map + p)
        let magnitude = x.replacing(with: -x, where: x .< 0)
        storeRow(magnitude, map + p)
        best = best.replacing(with: magnitude, where: magnitude .> best)
        p += panelWidth
    }
    let maximum = treeMax(best)
    let limit = PanelRow(repeating: threshold * maximum)
    p = 0
    while p < pixels {
        let x = loadRow(map + p)
        storeRow(x.replacing(with: 0, where: x .< limit), map + p)
        p += panelWidth
    }
    // NaN is never above the maximum so far, so that all-NaN maps come here with 0 as well.
    var isZero = maximum == 0
    p = 0
    while isZero && p < pixels {
        isZero = map[p] == 0
        p += 1
    }
    return isZero
}

/// out(p) = map[source(p)]: a map under a permutation of pixels.
public func permuteMap(
    _ map: UnsafePointer<Float>, _ source: UnsafePointer<UInt16>, _ pixels: Int, _ out: UnsafeMutablePointer<Float>
) {
    var p = 0
    while p < pixels {
        out[p] = map[Int(source[p])]
        p += 1
    }
}

/// sum(p) = Σ over `count` maps, which lie `stride` floats apart and are sorted pixel by pixel on
/// the way: added in ascending order, the sum does not depend on the order of the maps.
public func sortedSumOfMaps(
    _ maps: UnsafeMutablePointer<Float>, _ stride: Int, _ count: Int, _ pixels: Int, _ sum: UnsafeMutablePointer<Float>
) {
    var p = 0
    while p < pixels {
        var last = 1
        while last < count {
            var x = loadRow(maps + last * stride + p)
            var i = 0
            while i < last {
                let at = maps + i * stride + p
                let kept = loadRow(at)
                let swap = x .< kept
                storeRow(kept.replacing(with: x, where: swap), at)
                x = x.replacing(with: kept, where: swap)
                i += 1
            }
            storeRow(x, maps + last * stride + p)
            last += 1
        }
        var total = loadRow(maps + p)
        var i = 1
        while i < count {
            total += loadRow(maps + i * stride + p)
            i += 1
        }
        storeRow(total, sum + p)
        p += panelWidth
    }
}

/// The 3×3 Gaussian with σ = 1, first along x, then along y, zeros beyond the border.
/// `scratch` holds P floats.
public func blurMap(
    _ map: UnsafeMutablePointer<Float>, _ height: Int, _ width: Int, _ scratch: UnsafeMutablePointer<Float>
) {
    let side: Float = 0.274_068_62
    let middle: Float = 0.451_862_76
    var y = 0
    while y < height {
        let row = map + y * width
        let into = scratch + y * width
        var x = 0
        while x < width {
            let left = x > 0 ? row[x - 1] : 0
            let right = x + 1 < width ? row[x + 1] : 0
            into[x] = side * (left + right) + middle * row[x]
            x += 1
        }
        y += 1
    }
    y = 0
    while y < height {
        let row = scratch + y * width
        let into = map + y * width
        var x = 0
        while x < width {
            let above = y > 0 ? row[x - width] : 0
            let below = y + 1 < height ? row[x + width] : 0
            into[x] = side * (above + below) + middle * row[x]
            x += 1
        }
        y += 1
    }
}

/// a·b / (‖a‖‖b‖) of two maps; 0 where either is all zero, NaN where either holds NaN.
public func cosineOfMaps(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ pixels: Int) -> Double {
    var ab = PanelRow.zero
    var aa = PanelRow.zero
    var bb = PanelRow.zero
    var p = 0
    while p < pixels {
        let x = loadRow(a + p)
        let y = loadRow(b + p)
        ab += x * y
        aa += x * x
        bb += y * y
        p += panelWidth
    }
    // In double the product of the two norms is exact, so that equal maps have cosine 1, exactly.
    let norms = (Double(treeSum(aa)) * Double(treeSum(bb))).squareRoot()
    let cosine = norms == 0 ? 0 : Double(treeSum(ab)) / norms
    return cosine > 1 ? 1 : cosine
}
