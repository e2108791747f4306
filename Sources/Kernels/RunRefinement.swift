/// From the runs of level l−1 and the pre-activations of layer l at their ends to the runs of level
/// l and the activations of layer l at theirs.
///
/// Within a run z is linear in α, so each unit changes its sign at most once, and only if its ends
/// differ; the step is found by bisection on the interpolated z. Between the ends
/// z = z_a + t·(z_b − z_a) with t = (α − α_a)/(α_b − α_a).
/// - Parameters:
///   - z: pre-activations at the ends of `parents`, in panels with `zRows` rows.
///   - parents: (count + 1), runs of level l−1; `children` is filled.
///   - alphas: (S), ascending.
///   - runs: room for one run per step of every ray, and one more; all but `children` is filled.
///   - patterns: (runs, panels): a bit per unit, set where it responds (not z ≤ 0).
///   - out: ReLU(z) at the ends of `runs`, in panels with `outRows` rows; nil where nothing follows.
///   - heads: (S), all −1 before and after; links: (panels·32). Scratch.
/// - Returns: the number of runs of level l.
public func refineRuns(
    _ z: UnsafePointer<Float>, _ zRows: Int, _ parents: UnsafeMutablePointer<Int32>, _ count: Int,
    _ alphas: UnsafePointer<Float>, _ runs: UnsafeMutablePointer<Int32>, _ patterns: UnsafeMutablePointer<UInt32>,
    _ out: UnsafeMutablePointer<Float>?, _ outRows: Int, _ panels: Int, _ heads: UnsafeMutablePointer<Int32>,
    _ links: UnsafeMutablePointer<Int32>
) -> Int {
    var run = 0
    var row = 0
    var parent = 0
    while parent < count {
        parents[parent * RunField.count + RunField.children] = Int32(truncatingIfNeeded: run)
        let a = field(parents, parent, RunField.first)
        let b = field(parents, parent, RunField.last)
        let from = z + field(parents, parent, RunField.row) * panelWidth
        let span = Span(from, from + (b > a ? panelWidth : 0), zRows * panelWidth, alphas, a, b)
        let changes = span.listChanges(patterns + run * panels, panels, heads, links)
        var begin = a
        if changes {
            var step = a + 1
            while step <= b {
                if heads[step] >= 0 {
                    if let out { span.putEnds(begin, step - 1, out + row * panelWidth, outRows * panelWidth, panels) }
                    row = writeRun(runs, run, begin, step - 1, row)
                    run += 1
                    begin = step
                    flip(patterns + run * panels, panels, heads, links, step)
                }
                step += 1
            }
        }
        if let out { span.putEnds(begin, b, out + row * panelWidth, outRows * panelWidth, panels) }
        row = writeRun(runs, run, begin, b, row)
        run += 1
        parent += 1
    }
    parents[count * RunField.count + RunField.children] = Int32(truncatingIfNeeded: run)
    return run
}

/// The pattern of a run: the former one's with the units listed at `step` changed.
@inline(__always)
private func flip(
    _ pattern: UnsafeMutablePointer<UInt32>, _ panels: Int, _ heads: UnsafeMutablePointer<Int32>,
    _ links: UnsafeMutablePointer<Int32>, _ step: Int
) {
    var panel = 0
    while panel < panels {
        pattern[panel] = pattern[panel - panels]
        panel += 1
    }
    var unit = heads[step]
    heads[step] = -1
    while unit >= 0 {
        pattern[Int(unit) / panelWidth] ^= 1 << UInt32(truncatingIfNeeded: Int(unit) % panelWidth)
        unit = links[Int(unit)]
    }
}

/// One run with a layer's pre-activations at its ends.
private struct Span {
    /// First panel of the rows of the first and the last step; `stride` floats from panel to panel.
    let za: UnsafePointer<Float>
    let zb: UnsafePointer<Float>
    let stride: Int
    let alphas: UnsafePointer<Float>
    let a: Int
    let b: Int
    /// 1/(α_b − α_a); 0 where the two are the same.
    let scale: Float

    @inline(__always)
    init(
        _ za: UnsafePointer<Float>, _ zb: UnsafePointer<Float>, _ stride: Int, _ alphas: UnsafePointer<Float>,
        _ a: Int, _ b: Int
    ) {
        self.za = za
        self.zb = zb
        self.stride = stride
        self.alphas = alphas
        self.a = a
        self.b = b
        let length = alphas[b] - alphas[a]
        scale = length > 0 ? 1 / length : 0
    }

    @inline(__always)
    func position(_ step: Int) -> Float { (alphas[step] - alphas[a]) * scale }

    /// Writes the pattern of the first step, and enters every unit that changes into the list of
    /// the step where it does.
    /// - Returns: whether any does.
    @inline(__always)
    func listChanges(
        _ pattern: UnsafeMutablePointer<UInt32>, _ panels: Int, _ heads: UnsafeMutablePointer<Int32>,
        _ links: UnsafeMutablePointer<Int32>
    ) -> Bool {
        var any: UInt32 = 0
        var panel = 0
        while panel < panels {
            let begin = loadRow(za + panel * stride).respondingBits
            pattern[panel] = begin
            var left = b > a ? begin ^ loadRow(zb + panel * stride).respondingBits : 0
            any |= left
            while left != 0 {
                let lane = left.trailingZeroBitCount
                left &= left &- 1
                let step = change(panel * stride + lane)
                let unit = panel * panelWidth + lane
                links[unit] = heads[step]
                heads[step] = Int32(truncatingIfNeeded: unit)
            }
            panel += 1
        }
        return any != 0
    }

    /// The first step at which a unit that changes is as at the last one.
    @inline(__always)
    private func change(_ offset: Int) -> Int {
        let value = za[offset]
        let difference = zb[offset] - value
        let responds = !(zb[offset] <= 0)
        var before = a
        var after = b
        while after - before > 1 {
            let middle = (before + after) / 2
            let isAfter = !(value + difference * position(middle) <= 0) == responds
            after = isAfter ? middle : after
            before = isAfter ? before : middle
        }
        return after
    }

    /// ReLU(z) at the two ends of a run within this one, or once if they are the same step.
    @inline(__always)
    func putEnds(
        _ first: Int, _ last: Int, _ out: UnsafeMutablePointer<Float>, _ outStride: Int, _ panels: Int
    ) {
        put(first, out, outStride, panels)
        if last > first { put(last, out + panelWidth, outStride, panels) }
    }

    @inline(__always)
    private func put(_ step: Int, _ out: UnsafeMutablePointer<Float>, _ outStride: Int, _ panels: Int) {
        let t = position(step)
        var panel = 0
        while panel < panels {
            let begin = loadRow(za + panel * stride)
            let end = loadRow(zb + panel * stride)
            // The ends as they are, not as the formula would round them.
            let x = step == a ? begin : step == b ? end : begin + (end - begin) * t
            storeRow(x.replacing(with: 0, where: x .<= 0), out + panel * outStride)
            panel += 1
        }
    }
}
