// The way back along the runs of rays. The gradient by the input of the first layer is summed over
// all steps in the end, and a product is linear: so gradients are summed over a run of level l as
// soon as nothing below layer l+1 tells its steps apart, and one row per run goes down. Written
// U_l(r) = Σ over the steps s of run r (of level l) of weight_s·∂f/∂h_l(s),
// U_{l−1}(p) = W_lᵀ·Σ over the runs r of p of pattern_l(r)·U_l(r).

/// The weight of a run: `cumulated` holds (S + 1) sums of the weights before each step.
@inline(__always)
private func weight(_ cumulated: UnsafePointer<Double>, _ runs: UnsafePointer<Int32>, _ run: Int) -> Float {
    Float(cumulated[field(runs, run, RunField.last) + 1] - cumulated[field(runs, run, RunField.first)])
}

/// out(p, H) = Σ over the runs r of p of gradient(r, H) where the pattern of r responds.
/// - Parameters:
///   - gradient: a row per run of the lower level, in panels with `gradientRows` rows.
///   - patterns: (runs, panels).
///   - parents: (count + 1), with `children`.
///   - out: panels with `outRows` rows; rows firstRow ..< firstRow + count.
public func runGradientSums(
    _ gradient: UnsafePointer<Float>, _ gradientRows: Int, _ patterns: UnsafePointer<UInt32>,
    _ parents: UnsafePointer<Int32>, _ count: Int, _ out: UnsafeMutablePointer<Float>, _ outRows: Int,
    _ firstRow: Int, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        let from = gradient + panel * gradientRows * panelWidth
        let into = out + (panel * outRows + firstRow) * panelWidth
        var run = field(parents, 0, RunField.children)
        var parent = 0
        while parent < count {
            let end = field(parents, parent + 1, RunField.children)
            var sum = PanelRow.zero
            while run < end {
                sum += loadRow(from + run * panelWidth).kept(patterns[run * panels + panel])
                run += 1
            }
            storeRow(sum, into + parent * panelWidth)
            parent += 1
        }
        panel += 1
    }
}

/// U of the last hidden layer: out(r, H) = weight of r · weights(H, class).
/// - Parameters:
///   - runs: (count), of the last level; a run that begins at step 0 begins a ray.
///   - classes: one per ray.
///   - weights: the last layer's (C, H) in panels with `weightRows` rows.
///   - cumulated: (S + 1), sums of the quadrature's weights before each step.
public func logitRows(
    _ runs: UnsafePointer<Int32>, _ count: Int, _ classes: UnsafePointer<Int32>, _ weights: UnsafePointer<Float>,
    _ weightRows: Int, _ cumulated: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Float>, _ outRows: Int,
    _ panels: Int
) {
    var ray = -1
    var run = 0
    while run < count {
        if field(runs, run, RunField.first) == 0 { ray += 1 }
        let factor = weight(cumulated, runs, run)
        let row = weights + Int(classes[ray]) * panelWidth
        var panel = 0
        while panel < panels {
            let weights = loadRow(row + panel * weightRows * panelWidth)
            storeRow(weights * factor, out + (panel * outRows + run) * panelWidth)
            panel += 1
        }
        run += 1
    }
}

/// U of the last hidden layer but one, without a product: from run to run of the last level few
/// units change, and each adds or takes away its row of the weights.
/// - Parameters:
///   - parents: (count + 1), runs of the last level but one, with `children`.
///   - runs, patterns: of the last level.
///   - classes: one per ray.
///   - logitWeights: the last layer's (C, H) in panels with `logitRows` rows.
///   - weights: the last hidden layer's (H, K) in panels with `weightRows` rows.
///   - hiddenPanels: of H.
///   - out: a row per parent, in panels with `outRows` rows; `panels` of K.
public func logitRunGradients(
    _ parents: UnsafePointer<Int32>, _ count: Int, _ runs: UnsafePointer<Int32>, _ patterns: UnsafePointer<UInt32>,
    _ hiddenPanels: Int, _ classes: UnsafePointer<Int32>, _ logitWeights: UnsafePointer<Float>, _ logitRows: Int,
    _ weights: UnsafePointer<Float>, _ weightRows: Int, _ cumulated: UnsafePointer<Double>,
    _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ panels: Int
) {
    var panel = 0
    while panel + WideColumns.panels <= panels {
        passLogits(
            WideColumns.self, panel, parents, count, runs, patterns, hiddenPanels, classes, logitWeights, logitRows,
            weights, weightRows, cumulated, out, outRows)
        panel += WideColumns.panels
    }
    while panel < panels {
        passLogits(
            PanelSingle.self, panel, parents, count, runs, patterns, hiddenPanels, classes, logitWeights, logitRows,
            weights, weightRows, cumulated, out, outRows)
        panel += 1
    }
}

@inline(__always)
private func passLogits<Columns: PanelColumns>(
    _: Columns.Type, _ panel: Int, _ parents: UnsafePointer<Int32>, _ count: Int, _ runs: UnsafePointer<Int32>,
    _ patterns: UnsafePointer<UInt32>, _ hiddenPanels: Int, _ classes: UnsafePointer<Int32>,
    _ logitWeights: UnsafePointer<Float>, _ logitRows: Int, _ weights: UnsafePointer<Float>, _ weightRows: Int,
    _ cumulated: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Float>, _ outRows: Int
) {
    let weightStride = weightRows * panelWidth
    let outStride = outRows * panelWidth
    let weights = weights + panel * weightStride
    let out = out + panel * outStride
    var ray = -1
    var gradient = Columns(weights, 0)
    var run = 0
    var parent = 0
    while parent < count {
        let target = out + parent * panelWidth
        var cleared = 0
        while cleared < Columns.panels {
            storeRow(.zero, target + cleared * outStride)
            cleared += 1
        }
        let end = field(parents, parent + 1, RunField.children)
        while run < end {
            let begins = field(runs, run, RunField.first) == 0
            if begins {
                ray += 1
                // From zero: the ray's first parent has just been cleared.
                gradient = Columns(target, outStride)
            }
            let logit = logitWeights + Int(classes[ray]) * panelWidth
            let pattern = patterns + run * hiddenPanels
            var hidden = 0
            while hidden < hiddenPanels {
                let responds = pattern[hidden]
                var left = begins ? responds : responds ^ pattern[hidden - hiddenPanels]
                while left != 0 {
                    let lane = left.trailingZeroBitCount
                    left &= left &- 1
                    let value = logit[hidden * logitRows * panelWidth + lane]
                    let isOn = responds >> UInt32(truncatingIfNeeded: lane) & 1 == 1
                    gradient.add(
                        Vector(repeating: isOn ? value : -value), weights + (hidden * panelWidth + lane) * panelWidth,
                        weightStride)
                }
                hidden += 1
            }
            gradient.addScaled(Vector(repeating: weight(cumulated, runs, run)), to: target, outStride)
            run += 1
        }
        parent += 1
    }
}
