/// The runs of level 0 and of level 1 with weight tying, and the pooled activations at the ends of
/// the latter.
/// - Parameters:
///   - mean: whether the mean is pooled, else the maximum.
///   - start: (H), W₁x₀ + b₁.
///   - slope: W₁h⁻¹(x_m − x₀) in panels with `slopeRows` rows; element g of ray m is row
///     g·blockRows + firstRow + m.
///   - alphas: (S).
///   - rays, runs: the two tables; room for count + 1 and count·S + 1 entries.
///   - out: panels with `outRows` rows.
///   - heads: (S), all −1 before and after; scratch: (order·16).
/// - Returns: the number of runs of level 1.
public func pooledRuns(
    _ mean: Bool, _ start: UnsafePointer<Float>, _ slope: UnsafePointer<Float>, _ slopeRows: Int, _ firstRow: Int,
    _ blockRows: Int, _ order: Int, _ alphas: UnsafePointer<Float>, _ steps: Int,
    _ rays: UnsafeMutablePointer<Int32>, _ count: Int, _ runs: UnsafeMutablePointer<Int32>,
    _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ panels: Int, _ heads: UnsafeMutablePointer<Int32>,
    _ scratch: UnsafeMutablePointer<Float>
) -> Int {
    mean
        ? findRuns(
            MeanOfLines.self, start, slope, slopeRows, firstRow, blockRows, order, alphas, steps, rays, count, runs,
            out, outRows, panels, heads, scratch)
        : findRuns(
            LargestLine.self, start, slope, slopeRows, firstRow, blockRows, order, alphas, steps, rays, count, runs,
            out, outRows, panels, heads, scratch)
}

@inline(__always)
private func findRuns<Pooling: LinePooling>(
    _: Pooling.Type, _ start: UnsafePointer<Float>, _ slope: UnsafePointer<Float>, _ slopeRows: Int, _ firstRow: Int,
    _ blockRows: Int, _ order: Int, _ alphas: UnsafePointer<Float>, _ steps: Int,
    _ rays: UnsafeMutablePointer<Int32>, _ count: Int, _ runs: UnsafeMutablePointer<Int32>,
    _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ panels: Int, _ heads: UnsafeMutablePointer<Int32>,
    _ scratch: UnsafeMutablePointer<Float>
) -> Int {
    var run = 0
    var row = 0
    var ray = 0
    while ray < count {
        _ = writeRun(rays, ray, 0, steps - 1, 0)
        rays[ray * RunField.count + RunField.children] = Int32(truncatingIfNeeded: run)
        let firstOfRay = run
        let slopes = slope + (firstRow + ray) * panelWidth
        var half = 0
        while half < 2 * panels {
            markChanges(
                Pooling.self, responseLines(start, slopes, slopeRows, half, blockRows, order), alphas, steps, heads)
            half += 1
        }
        var begin = 0
        var step = 1
        while step <= steps {
            if step == steps || heads[step] >= 0 {
                if step < steps { heads[step] = -1 }
                row = writeRun(runs, run, begin, step - 1, row)
                run += 1
                begin = step
            }
            step += 1
        }
        half = 0
        while half < 2 * panels {
            let lines = responseLines(start, slopes, slopeRows, half, blockRows, order)
            let into = out + offset(outRows, half)
            var i = firstOfRay
            while i < run {
                let first = field(runs, i, RunField.first)
                let last = field(runs, i, RunField.last)
                let target = into + field(runs, i, RunField.row) * panelWidth
                storeHalf(Pooling.pooled(lines, alphas[first], scratch), target)
                if last > first { storeHalf(Pooling.pooled(lines, alphas[last], scratch), target + panelWidth) }
                i += 1
            }
            half += 1
        }
        ray += 1
    }
    rays[count * RunField.count + RunField.children] = Int32(truncatingIfNeeded: run)
    return run
}

/// Where half a panel begins in panels of so many rows.
@inline(__always)
private func offset(_ rows: Int, _ half: Int) -> Int { half / 2 * rows * panelWidth + half % 2 * halfWidth }

@inline(__always)
private func responseLines(
    _ start: UnsafePointer<Float>, _ slopes: UnsafePointer<Float>, _ slopeRows: Int, _ half: Int, _ blockRows: Int,
    _ order: Int
) -> ResponseLines {
    ResponseLines(start + half * halfWidth, slopes + offset(slopeRows, half), blockRows * panelWidth, order)
}

/// Marks each step that is not alike the one before it, each found by bisection.
@inline(__always)
private func markChanges<Pooling: LinePooling>(
    _: Pooling.Type, _ lines: ResponseLines, _ alphas: UnsafePointer<Float>, _ steps: Int,
    _ heads: UnsafeMutablePointer<Int32>
) {
    var begin = 0
    while begin < steps - 1 && !Pooling.isAlike(lines, alphas[begin], alphas[steps - 1]) {
        var before = begin
        var after = steps - 1
        while after - before > 1 {
            let middle = (before + after) / 2
            if Pooling.isAlike(lines, alphas[begin], alphas[middle]) { before = middle } else { after = middle }
        }
        heads[after] = 0
        begin = after
    }
}

/// The gradient by each element's responses, summed over the ray: in panels like `slope`.
/// - Parameters:
///   - gradient: U₁, a row per run of level 1, in panels with `gradientRows` rows.
///   - rays, runs: as `pooledRuns` wrote them.
///   - sums: panels with `slopeRows` rows; those of these rays are overwritten.
public func pooledRunGradients(
    _ mean: Bool, _ start: UnsafePointer<Float>, _ slope: UnsafePointer<Float>, _ slopeRows: Int, _ firstRow: Int,
    _ blockRows: Int, _ order: Int, _ alphas: UnsafePointer<Float>, _ rays: UnsafePointer<Int32>, _ count: Int,
    _ runs: UnsafePointer<Int32>, _ gradient: UnsafePointer<Float>, _ gradientRows: Int,
    _ sums: UnsafeMutablePointer<Float>, _ panels: Int
) {
    if mean {
        share(
            MeanOfLines.self, start, slope, slopeRows, firstRow, blockRows, order, alphas, rays, count, runs, gradient,
            gradientRows, sums, panels)
    } else {
        share(
            LargestLine.self, start, slope, slopeRows, firstRow, blockRows, order, alphas, rays, count, runs, gradient,
            gradientRows, sums, panels)
    }
}

@inline(__always)
private func share<Pooling: LinePooling>(
    _: Pooling.Type, _ start: UnsafePointer<Float>, _ slope: UnsafePointer<Float>, _ slopeRows: Int, _ firstRow: Int,
    _ blockRows: Int, _ order: Int, _ alphas: UnsafePointer<Float>, _ rays: UnsafePointer<Int32>, _ count: Int,
    _ runs: UnsafePointer<Int32>, _ gradient: UnsafePointer<Float>, _ gradientRows: Int,
    _ sums: UnsafeMutablePointer<Float>, _ panels: Int
) {
    var half = 0
    while half < 2 * panels {
        var ray = 0
        while ray < count {
            let first = (firstRow + ray) * panelWidth
            let lines = responseLines(start, slope + first, slopeRows, half, blockRows, order)
            let raySums = sums + first + offset(slopeRows, half)
            var g = 0
            while g < order {
                storeHalf(.zero, raySums + g * blockRows * panelWidth)
                g += 1
            }
            var run = field(rays, ray, RunField.children)
            let end = field(rays, ray + 1, RunField.children)
            while run < end {
                Pooling.share(
                    loadHalf(gradient + run * panelWidth + offset(gradientRows, half)), lines,
                    alphas[field(runs, run, RunField.first)], raySums)
                run += 1
            }
            ray += 1
        }
        half += 1
    }
}
