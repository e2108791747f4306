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
            let into = pooled + (panel * pooledRows + row) * panelWidth
            var column = 0
            while column < panelWidth {
                var best = load(first + column)
                var g = 1
                while g < order {
                    let x = load(first + g * stride * panelWidth + column)
                    // NaN must win and stay, or a diverged network would look healthy.
                    let larger = best.replacing(with: x, where: .!(x .<= best))
                    best = larger.replacing(with: best, where: .!(best .== best))
                    g += 1
                }
                store(best, into + column)
                column += vectorWidth
            }
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
            var column = 0
            while column < panelWidth {
                let from = (panel * pooledRows + row) * panelWidth + column
                let best = load(pooled + from)
                var left = load(pooledGradient + from).replacing(with: 0, where: best .<= 0)
                var at = (panel * responseRows + row) * panelWidth + column
                var g = 0
                while g < order {
                    let hit = load(responses + at) .== best
                    store(Vector.zero.replacing(with: left, where: hit), gradient + at)
                    left = left.replacing(with: 0, where: hit)
                    at += stride * panelWidth
                    g += 1
                }
                column += vectorWidth
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
    let divisor = Vector(repeating: Float(order))
    var panel = 0
    while panel < panels {
        var row = 0
        while row < rows {
            let first = responses + (panel * responseRows + row) * panelWidth
            let into = pooled + (panel * pooledRows + row) * panelWidth
            var column = 0
            while column < panelWidth {
                // Insertion into sorted lanes, lane by lane at once.
                var g = 0
                while g < order {
                    var x = load(first + g * stride * panelWidth + column)
                    var i = 0
                    while i < g {
                        let kept = load(scratch + i * vectorWidth)
                        let swap = x .< kept
                        store(kept.replacing(with: x, where: swap), scratch + i * vectorWidth)
                        x = x.replacing(with: kept, where: swap)
                        i += 1
                    }
                    store(x, scratch + g * vectorWidth)
                    g += 1
                }
                var sum = load(scratch)
                g = 1
                while g < order {
                    sum += load(scratch + g * vectorWidth)
                    g += 1
                }
                store(sum / divisor, into + column)
                column += vectorWidth
            }
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
    let divisor = Vector(repeating: Float(order))
    var panel = 0
    while panel < panels {
        var row = 0
        while row < rows {
            var column = 0
            while column < panelWidth {
                let share = load(pooledGradient + (panel * pooledRows + row) * panelWidth + column) / divisor
                var at = (panel * responseRows + row) * panelWidth + column
                var g = 0
                while g < order {
                    store(share.replacing(with: 0, where: load(responses + at) .<= 0), gradient + at)
                    at += stride * panelWidth
                    g += 1
                }
                column += vectorWidth
            }
            row += 1
        }
        panel += 1
    }
}
