// Integrated gradients (Sundararajan, Taly, Yan, 2017) along the ray x₀ + α(x − x₀), at steps
// α_0 < α_1 < … < α_{S−1}. The network is piecewise linear in α, and a *run* of level l is a longest
// stretch of steps over which no unit of the hidden layers 1 … l begins or ceases to respond. Over a
// run of level l the input of layer l+1 is linear in α, so its values at the run's two ends tell all
// of them, and so does one gradient for all of its steps. Level 0 is the whole ray.
//
// A table of runs holds those of many rays, one ray after another, each in the order of its steps:
// four Int32 per run (see `RunField`), and behind the last run an entry whose `children` ends the
// last run's.

/// The columns of a table of runs.
enum RunField {
    /// The run's first step.
    @inline(__always) static var first: Int { 0 }
    /// Its last step.
    @inline(__always) static var last: Int { 1 }
    /// The row of its first step in the matrix of ends; its last step's is the next one, or the same
    /// if the run is a single step.
    @inline(__always) static var row: Int { 2 }
    /// Its first run of the next level; they end where those of the next run begin.
    @inline(__always) static var children: Int { 3 }
    @inline(__always) static var count: Int { 4 }
}

@inline(__always)
func field(_ runs: UnsafePointer<Int32>, _ run: Int, _ column: Int) -> Int {
    Int(runs[run * RunField.count + column])
}

/// Writes the first three columns of a run.
/// - Returns: the first row behind it.
@inline(__always)
func writeRun(_ runs: UnsafeMutablePointer<Int32>, _ run: Int, _ first: Int, _ last: Int, _ row: Int) -> Int {
    let entry = runs + run * RunField.count
    entry[RunField.first] = Int32(truncatingIfNeeded: first)
    entry[RunField.last] = Int32(truncatingIfNeeded: last)
    entry[RunField.row] = Int32(truncatingIfNeeded: row)
    return row + (last > first ? 2 : 1)
}

/// The runs of level 0, a whole ray each, and the first layer's pre-activations at their ends:
/// out(row, H) = start(H) + α·slope(m, H).
/// - Parameters:
///   - start: (H), W₁x₀ + b₁.
///   - slope: W₁(x_m − x₀) in panels with `slopeRows` rows; rows firstRow ..< firstRow + rays.
///   - alphas: (S).
///   - runs: room for rays + 1 entries.
///   - out: panels with `outRows` rows.
public func rayEnds(
    _ start: UnsafePointer<Float>, _ slope: UnsafePointer<Float>, _ slopeRows: Int, _ firstRow: Int, _ rays: Int,
    _ alphas: UnsafePointer<Float>, _ steps: Int, _ runs: UnsafeMutablePointer<Int32>,
    _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ panels: Int
) {
    var row = 0
    var ray = 0
    while ray < rays {
        let next = writeRun(runs, ray, 0, steps - 1, row)
        var panel = 0
        while panel < panels {
            let base = loadRow(start + panel * panelWidth)
            let direction = loadRow(slope + (panel * slopeRows + firstRow + ray) * panelWidth)
            let into = out + (panel * outRows + row) * panelWidth
            storeRow(base + direction * alphas[0], into)
            if steps > 1 { storeRow(base + direction * alphas[steps - 1], into + panelWidth) }
            panel += 1
        }
        row = next
        ray += 1
    }
}
