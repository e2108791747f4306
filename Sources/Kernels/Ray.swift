// Integrated gradients (Sundararajan, Taly, Yan, 2017) along the ray x₀ + α(x − x₀): the first
// layer's product is linear in α, so it is computed once per image and only scaled per step.

/// First-layer responses at every step: out(m·S + s, H) = ReLU(start(H) + α_s·slope(m, H)).
/// - Parameters:
///   - start: (H), W₁x₀ + b₁.
///   - slope: W₁(x_m − x₀) in panels with `slopeRows` rows; rows firstRow ..< firstRow + images.
///   - alphas: (S).
///   - out: panels with `outRows` rows.
public func rayResponses(
    _ start: UnsafePointer<Float>, _ slope: UnsafePointer<Float>, _ slopeRows: Int, _ firstRow: Int, _ images: Int,
    _ alphas: UnsafePointer<Float>, _ steps: Int, _ out: UnsafeMutablePointer<Float>, _ outRows: Int, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        let base = loadRow(start + panel * panelWidth)
        var into = out + panel * outRows * panelWidth
        var image = 0
        while image < images {
            let direction = loadRow(slope + (panel * slopeRows + firstRow + image) * panelWidth)
            var step = 0
            while step < steps {
                let x = base + direction * alphas[step]
                storeRow(x.replacing(with: 0, where: x .<= 0), into)
                into += panelWidth
                step += 1
            }
            image += 1
        }
        panel += 1
    }
}

/// sums(m, H) = Σ_s weight_s·gradient(m·S + s, H), from the first step to the last; all in panels.
public func rayGradientSums(
    _ gradient: UnsafePointer<Float>, _ gradientRows: Int, _ images: Int, _ weights: UnsafePointer<Float>, _ steps: Int,
    _ sums: UnsafeMutablePointer<Float>, _ sumRows: Int, _ firstRow: Int, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        var from = gradient + panel * gradientRows * panelWidth
        var image = 0
        while image < images {
            var sum = PanelRow.zero
            var step = 0
            while step < steps {
                sum += loadRow(from) * weights[step]
                from += panelWidth
                step += 1
            }
            storeRow(sum, sums + (panel * sumRows + firstRow + image) * panelWidth)
            image += 1
        }
        panel += 1
    }
}

/// The gradient of one logit by the last hidden layer, masked by its ReLU:
/// out(m, H) = weight(H, class_m) where hidden(m, H) > 0, else 0.
/// - Parameters:
///   - hidden: panels with `rows` allocated rows; `classes` holds one class per row.
///   - weights: the last layer's (C, H) in panels with `weightRows` rows.
public func logitGradient(
    _ hidden: UnsafePointer<Float>, _ allocatedRows: Int, _ classes: UnsafePointer<Int32>, _ rows: Int,
    _ weights: UnsafePointer<Float>, _ weightRows: Int, _ out: UnsafeMutablePointer<Float>, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        var row = 0
        while row < rows {
            let at = (panel * allocatedRows + row) * panelWidth
            let weight = loadRow(weights + (panel * weightRows + Int(classes[row])) * panelWidth)
            storeRow(weight.replacing(with: 0, where: loadRow(hidden + at) .<= 0), out + at)
            row += 1
        }
        panel += 1
    }
}
