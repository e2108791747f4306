// C = Aᵀ·B, the product of the weight gradient (A layer inputs, B output gradients).

import CRegisters

/// Rows of A and B per pass: 256 rows of one panel of B (32 KB) stay in the first-level cache
/// while the features of A pass by. C is stored and read back in between, which changes no bit.
@inline(__always) var blockRows: Int { 256 }

/// C(K,N) = A(M,K)ᵀ·B(M,N), all three in panels; and the column sums of B if asked.
///
/// Each element is the sum over m = 0, 1, … in that order, one FMA each, started from zero.
/// - Parameters:
///   - aRows: rows allocated per panel of A; likewise `bRows`, `cRows`.
///   - depth: M, a multiple of 4 where sums are asked for.
///   - features: K rounded up to a multiple of 8; rows of C.
///   - panels: 32-column panels of B and C.
///   - sums: (panels·32), the bias gradient as by `columnSums`; nil for none.
public func productATB(
    _ a: UnsafePointer<Float>, _ aRows: Int, _ b: UnsafePointer<Float>, _ bRows: Int,
    _ c: UnsafeMutablePointer<Float>, _ cRows: Int, _ depth: Int, _ features: Int, _ panels: Int,
    _ sums: UnsafeMutablePointer<Float>?
) {
    var start = 0
    while start < depth {
        let count = depth - start < blockRows ? depth - start : blockRows
        var panel = 0
        while panel < panels {
            let rows = b + (panel * bRows + start) * panelWidth
            var feature = 0
            while feature < features {
                let column = a + ((feature / panelWidth) * aRows + start) * panelWidth + feature % panelWidth
                // The first pass over A fetches the next panel's lines, 16 features each: where A comes
                // from memory it would be waited for (62 instead of 91 % of the peak).
                let ahead = panel == 0 && feature % 16 == 0 ? column + aRows * panelWidth : nil
                tile(
                    GradientBlock.self, column, rows, c + (panel * cRows + feature) * panelWidth, count, panelWidth,
                    start > 0, ahead)
                feature += GradientBlock.rows
            }
            if let sums { addColumnSums(rows, count, sums + panel * panelWidth, start > 0) }
            panel += 1
        }
        start += count
    }
}

/// C(K,N) = A(M,K)ᵀ·B(M,N) for N ≤ 16: the gradient of the last layer. The other half of C's only
/// panel is left alone. Otherwise as `productATB`, with the same bits.
public func narrowProductATB(
    _ a: UnsafePointer<Float>, _ aRows: Int, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ depth: Int, _ features: Int, _ sums: UnsafeMutablePointer<Float>?
) {
    let width = panelWidth / 2
    var start = 0
    while start < depth {
        let count = depth - start < blockRows ? depth - start : blockRows
        let rows = b + start * panelWidth
        var feature = 0
        while feature < features {
            let column = a + ((feature / panelWidth) * aRows + start) * panelWidth + feature % panelWidth
            let target = c + feature * panelWidth
            if feature + NarrowGradientBlock.rows <= features {
                tile(NarrowGradientBlock.self, column, rows, target, count, width, start > 0, nil)
                feature += NarrowGradientBlock.rows
            } else {
                tile(NarrowGradientRemainder.self, column, rows, target, count, width, start > 0, nil)
                feature += NarrowGradientRemainder.rows
            }
        }
        if let sums { addColumnSums(rows, count, sums, start > 0) }
        start += count
    }
}

@inline(__always)
private func tile<Block: RowBlock>(
    _: Block.Type, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ depth: Int, _ width: Int, _ goOn: Bool, _ ahead: UnsafePointer<Float>?
) {
    var column = 0
    while column < width {
        var block = Block(.zero, .zero)
        if goOn { block = Block(from: c + column) }
        var row = a
        var x = b + column
        var left = depth
        let distance = ahead.map { $0 - a } ?? 0
        while left > 0 {
            if distance != 0 { prefetch_line(row + distance) }
            block.add(row, 1, load(x), load(x + (Block.columns - vectorWidth)))
            row += panelWidth
            x += panelWidth
            left -= 1
        }
        block.finish(c + column, nil, false)
        column += Block.columns
    }
}
