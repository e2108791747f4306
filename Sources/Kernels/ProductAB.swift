// C = A·B, the product of the forward pass (A activations, B weights) and of the input gradient
// (A output gradients, B transposed weights).

import CRegisters

/// C(M,N) = epilogue(A(M,K)·B(K,N) + bias), all three in panels.
///
/// Each element is the sum over k = 0, 1, … in that order, one FMA each, started from the bias (or
/// zero). `rows` must be a multiple of 4; `panels` counts 32-column panels of B and C.
/// - Parameters:
///   - aRows: rows allocated per panel of A, which may exceed `rows`; likewise `bRows`, `cRows`.
///   - depth: K. Columns of A from K on are not read.
///   - bias: (panels·32), or nil for zero.
///   - mask: in the layout of C: elements where it is ≤ 0 become 0 (the gradient of ReLU by its
///     output). Nil for none.
///   - relu: whether negative results become 0.
public func productAB(
    _ a: UnsafePointer<Float>, _ aRows: Int, _ b: UnsafePointer<Float>, _ bRows: Int,
    _ c: UnsafeMutablePointer<Float>, _ cRows: Int, _ rows: Int, _ depth: Int, _ panels: Int,
    _ bias: UnsafePointer<Float>?, _ mask: UnsafePointer<Float>?, _ relu: Bool
) {
    // Rows outside, columns inside: a tile's rows of A stay in the first-level cache while the
    // panels of B pass by from the second.
    var row = 0
    while row + TallBlock.rows <= rows {
        stripe(TallBlock.self, row, a, aRows, b, bRows, c, cRows, depth, panels, panelWidth, bias, mask, relu)
        row += TallBlock.rows
    }
    while row + Rows4.rows <= rows {
        stripe(Rows4.self, row, a, aRows, b, bRows, c, cRows, depth, panels, panelWidth, bias, mask, relu)
        row += Rows4.rows
    }
    while row + Rows2.rows <= rows {
        stripe(Rows2.self, row, a, aRows, b, bRows, c, cRows, depth, panels, panelWidth, bias, mask, relu)
        row += Rows2.rows
    }
}

/// C(M,N) = A(M,K)·B(K,N) + bias for N ≤ 16: the logits. The other half of C's only panel is left
/// alone. Otherwise as `productAB`, with the same bits.
public func narrowProductAB(
    _ a: UnsafePointer<Float>, _ aRows: Int, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ rows: Int, _ depth: Int, _ bias: UnsafePointer<Float>?
) {
    let width = panelWidth / 2
    var row = 0
    while row + NarrowBlock.rows <= rows {
        stripe(NarrowBlock.self, row, a, aRows, b, 0, c, 0, depth, 1, width, bias, nil, false)
        row += NarrowBlock.rows
    }
    while row + NarrowRemainder.rows <= rows {
        stripe(NarrowRemainder.self, row, a, aRows, b, 0, c, 0, depth, 1, width, bias, nil, false)
        row += NarrowRemainder.rows
    }
}

@inline(__always)
private func stripe<Block: RowBlock>(
    _: Block.Type, _ row: Int, _ a: UnsafePointer<Float>, _ aRows: Int, _ b: UnsafePointer<Float>, _ bRows: Int,
    _ c: UnsafeMutablePointer<Float>, _ cRows: Int, _ depth: Int, _ panels: Int, _ width: Int,
    _ bias: UnsafePointer<Float>?, _ mask: UnsafePointer<Float>?, _ relu: Bool
) {
    var panel = 0
    while panel < panels {
        let corner = (panel * cRows + row) * panelWidth
        var column = 0
        while column < width {
            var x0 = Vector.zero
            var x1 = Vector.zero
            if let bias {
                x0 = load(bias + panel * panelWidth + column)
                x1 = load(bias + panel * panelWidth + column + (Block.columns - vectorWidth))
            }
            var block = Block(x0, x1)
            accumulate(
                &block, a + row * panelWidth, aRows * panelWidth, b + panel * bRows * panelWidth + column, depth,
                panels > 1 && panel == 0 && column == 0)
            block.finish(c + corner + column, mask.map { $0 + corner + column }, relu)
            column += Block.columns
        }
        panel += 1
    }
}

@inline(__always)
private func accumulate<Block: RowBlock>(
    _ block: inout Block, _ a: UnsafePointer<Float>, _ aPanel: Int, _ b: UnsafePointer<Float>, _ depth: Int,
    _ isFirstPass: Bool
) {
    var a = a
    var b = b
    var left = depth
    while left > 0 {
        // Each panel of A is somewhere else in memory, and its rows are too few for the processor to
        // see a stream: without this, large A were waited for (64 instead of 92 % of the peak).
        if isFirstPass {
            var row = 0
            while row < Block.rows {
                prefetch_line(a + 2 * aPanel + row * panelWidth)
                prefetch_line(a + 2 * aPanel + row * panelWidth + panelWidth / 2)
                row += 1
            }
        }
        let count = left < panelWidth ? left : panelWidth
        var k = 0
        while k < count {
            block.add(a + k, panelWidth, load(b), load(b + (Block.columns - vectorWidth)))
            b += panelWidth
            k += 1
        }
        a += aPanel
        left -= count
    }
}
