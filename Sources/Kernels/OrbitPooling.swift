// Weight tying pools the |G| responses of the first layer into one, feature by feature.
//
// The responses of an orbit are the rows g·stride + m of one matrix, g = 0 ..< order. For gx they
// are the same rows in another order, so a pooling that does not depend on the order gives the
// same bits for x and gx.

/// pooled(M,H) = max over g of responses(G·M,H). Both in panels.
public func poolMax(
    _ responses: UnsafePointer<Float>, _ responseRows: Int, _ stride: Int, _ order: Int,
    _ pooled: UnsafeMutablePointer<Float>, _ pooledRows: Int, _ rows: Int, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        var row = 0
        while row < rows {
            let first = responses + (panel * responseRows + row) * panelWidth
            var best = loadRow(first)
            var g = 1
            while g < order {
                let x = loadRow(first + g * stride * panelWidth)
                // NaN must win and stay, or a diverged network would look healthy.
                let larger = best.replacing(with: x, where: .!(x .<= best))
                best = larger.replacing(with: best, where: .!(best .== best))
                g += 1
            }
            storeRow(best, pooled + (panel * pooledRows + row) * panelWidth)
            row += 1
        }
        panel += 1
    }
}

/// The gradient of `poolMax` after ReLU: the first response that equals a positive maximum gets
/// the pooled gradient, all others 0.
public func poolMaxGradient(
    _ responses: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, _ responseRows: Int, _ stride: Int,
    _ order: Int, _ pooled: UnsafePointer<Float>, _ pooledGradient: UnsafePointer<Float>, _ pooledRows: Int,
    _ rows: Int, _ panels: Int
) {
    var panel = 0
    while panel < panels {
        var row = 0
        while row < rows {
            let offset = (panel * responseRows + row) * panelWidth
            let best = loadRow(pooled + (panel * pooledRows + row) * panelWidth)
            var left = loadRow(pooledGradient + (panel * pooledRows + row) * panelWidth)
                .replacing(with: 0, where: best .<= 0)
            var g = 0
            while g < order {
                let at = offset + g * stride * panelWidth
                let hit = loadRow(responses + at) .== best
                storeRow(PanelRow.zero.replacing(with: left, where: hit), gradient + at)
                left = left.replacing(with: 0, where: hit)
                g += 1
            }
            row += 1
        }
        panel += 1
    }
}

/// pooled(M,H) = mean over g of responses(G·M,H), summed in ascending order so that the order of
/// the orbit cannot matter. `scratch` holds order·32 floats.
public func poolMean(
    _ responses: UnsafePointer<Float>, _ responseRows: Int, _ stride: Int, _ order: Int,
    _ pooled: UnsafeMutablePointer<Float>, _ pooledRows: Int, _ rows: Int, _ panels: Int,
    _ scratch: UnsafeMutablePointer<Float>
) {
    let divisor = Float(order)
    var panel = 0
    while panel < panels {
        var row = 0
        while row < rows {
            let first = responses + (panel * responseRows + row) * panelWidth
            // Insertion into sorted lanes, lane by lane at once.
            var g = 0
            while g < order {
                var x = loadRow(first + g * stride * panelWidth)
                var i = 0
                while i < g {
                    let kept = loadRow(scratch + i * panelWidth)
                    let swap = x .< kept
                    storeRow(kept.replacing(with: x, where: swap), scratch + i * panelWidth)
                    x = x.replacing(with: kept, where: swap)
                    i += 1
                }
                storeRow(x, scratch + g * panelWidth)
                g += 1
            }
            var sum = loadRow(scratch)
            g = 1
            while g < order {
                sum += loadRow(scratch + g * panelWidth)
                g += 1
            }
            storeRow(sum / divisor, pooled + (panel * pooledRows + row) * panelWidth)
            row += 1
        }
        panel += 1
    }
}

/// The gradient of `poolMean` after ReLU: positive responses get the pooled gradient / order.
public func poolMeanGradient(
    _ responses: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, _ responseRows: Int, _ stride: Int,
    _ order: Int, _ pooledGradient: UnsafePointer<Float>, _ pooledRows: Int, _ rows: Int, _ panels: Int
) {
    let divisor = Float(order)
    var panel = 0
    while panel < panels {
        var row = 0
        while row < rows {
            let offset = (panel * responseRows + row) * panelWidth
            let share = loadRow(pooledGradient + (panel * pooledRows + row) * panelWidth) / divisor
            var g = 0
            while g < order {
                let at = offset + g * stride * panelWidth
                storeRow(share.replacing(with: 0, where: loadRow(responses + at) .<= 0), gradient + at)
                g += 1
            }
            row += 1
        }
        panel += 1
    }
}
