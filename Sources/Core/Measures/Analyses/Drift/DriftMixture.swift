/// D(β) = (1 − β)·D₁ + β·D₂ for whatever is linear in the images (paper, section 4.3): the images
/// themselves, and the first layer's responses to them before the ReLU.
///
/// A share of zero leaves its side out, infinite as it may be: D(0) is D₁ and D(1) is D₂, to the last bit.
struct DriftMixture: Hashable {
    /// Of D₁.
    let first: Float
    /// Of D₂.
    let second: Float

    /// - Parameter beta: from 0 to 1.
    init(_ beta: Double) {
        first = Float(1 - beta)
        second = Float(beta)
    }

    /// out = (1 − β)·a + β·b.
    /// - Parameters:
    ///   - count: of floats, a multiple of 8.
    ///   - rectified: whether negative results become 0.
    func blend(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, to out: UnsafeMutablePointer<Float>, count: Int,
        rectified: Bool = false
    ) {
        // Two products and a sum, each rounded: the compiler never fuses them, so that the bits are the same
        // without a kernel per instruction set. The time is that of reading a and b.
        let (from, other, into) = (UnsafeRawPointer(a), UnsafeRawPointer(b), UnsafeMutableRawPointer(out))
        for offset in stride(from: 0, to: count * MemoryLayout<Float>.size, by: MemoryLayout<SIMD8<Float>>.size) {
            var value: SIMD8<Float>
            if second == 0 {
                value = from.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            } else if first == 0 {
                value = other.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            } else {
                value = first * from.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                value += second * other.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            }
            // As the kernels do it: NaN stays, or a diverged network would look healthy.
            if rectified { value.replace(with: 0, where: value .<= 0) }
            into.storeBytes(of: value, toByteOffset: offset, as: SIMD8<Float>.self)
        }
    }

    /// The same for some rows of all panels.
    /// - Parameters:
    ///   - a, b: in panels with `rows` rows, read from row `row` on,
    ///   - out: in panels with `outRows` rows, written from row `outRow` on.
    func blend(
        _ a: FloatBuffer, _ b: FloatBuffer, rows: Int, row: Int, to out: FloatBuffer, outRows: Int, outRow: Int,
        count: Int, panels: Int, rectified: Bool = false
    ) {
        precondition(row + count <= rows && outRow + count <= outRows, "rows beyond a matrix")
        for panel in 0 ..< panels {
            let from = (panel * rows + row) * Panels.width
            blend(
                a.base + from, b.base + from, to: out.base + (panel * outRows + outRow) * Panels.width,
                count: count * Panels.width, rectified: rectified)
        }
    }
}

/// A chunk of D₁ and the chunk of D₂ that it drifts to: the i-th sample to the i-th.
struct DriftChunk {
    let first: ImageChunk
    let second: ImageChunk

    var count: Int { first.count }

    /// The chunks in order. D₂ must have as many samples.
    static func all(_ first: PreparedData.Samples, _ second: PreparedData.Samples) -> [DriftChunk] {
        ImageChunk.all(of: first).map {
            DriftChunk(first: $0, second: ImageChunk(samples: second, range: $0.range))
        }
    }
}
