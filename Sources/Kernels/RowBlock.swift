/// Accumulators of a register tile: some rows by two vectors of columns, or by one (`Thin2`). Named fields, because an
/// array of accumulators indexed in a loop stays in memory; nested structs, because the optimiser
/// splits them into registers all the same and each size is then one line.
protocol RowBlock {
    static var rows: Int { get }
    static var columns: Int { get }
    /// Every row starts from the same two vectors (zero, or the bias).
    init(_ x0: Vector, _ x1: Vector)
    /// Rows start from what is stored, at a stride of one panel row.
    init(from c: UnsafePointer<Float>)
    /// Adds a[row·stride] · (x0, x1) to each row.
    mutating func add(_ a: UnsafePointer<Float>, _ stride: Int, _ x0: Vector, _ x1: Vector)
    /// Applies the epilogue and stores, at a stride of one panel row.
    func finish(_ c: UnsafeMutablePointer<Float>, _ mask: UnsafePointer<Float>?, _ relu: Bool)
}

struct Rows2: RowBlock {
    var a0: Vector, a1: Vector, b0: Vector, b1: Vector

    @inline(__always) static var rows: Int { 2 }
    @inline(__always) static var columns: Int { 2 * vectorWidth }

    @inline(__always)
    init(_ x0: Vector, _ x1: Vector) {
        a0 = x0
        a1 = x1
        b0 = x0
        b1 = x1
    }

    @inline(__always)
    init(from c: UnsafePointer<Float>) {
        a0 = load(c)
        a1 = load(c + vectorWidth)
        b0 = load(c + panelWidth)
        b1 = load(c + panelWidth + vectorWidth)
    }

    @inline(__always)
    mutating func add(_ a: UnsafePointer<Float>, _ stride: Int, _ x0: Vector, _ x1: Vector) {
        let first = Vector(repeating: a[0])
        a0 = fma(a0, first, x0)
        a1 = fma(a1, first, x1)
        let second = Vector(repeating: a[stride])
        b0 = fma(b0, second, x0)
        b1 = fma(b1, second, x1)
    }

    @inline(__always)
    func finish(_ c: UnsafeMutablePointer<Float>, _ mask: UnsafePointer<Float>?, _ relu: Bool) {
        var out = self
        if relu {
            out.a0 = rectified(a0)
            out.a1 = rectified(a1)
            out.b0 = rectified(b0)
            out.b1 = rectified(b1)
        }
        if let mask {
            out.a0 = masked(out.a0, mask)
            out.a1 = masked(out.a1, mask + vectorWidth)
            out.b0 = masked(out.b0, mask + panelWidth)
            out.b1 = masked(out.b1, mask + panelWidth + vectorWidth)
        }
        store(out.a0, c)
        store(out.a1, c + vectorWidth)
        store(out.b0, c + panelWidth)
        store(out.b1, c + panelWidth + vectorWidth)
    }
}

/// ReLU. NaN stays NaN, so that a diverged network is noticed.
@inline(__always)
func rectified(_ x: Vector) -> Vector { x.replacing(with: 0, where: x .<= 0) }

@inline(__always)
func masked(_ x: Vector, _ mask: UnsafePointer<Float>) -> Vector { x.replacing(with: 0, where: load(mask) .<= 0) }

/// Two blocks, one below the other.
struct Stack<Top: RowBlock, Bottom: RowBlock>: RowBlock {
    var top: Top
    var bottom: Bottom

    @inline(__always) static var rows: Int { Top.rows + Bottom.rows }
    @inline(__always) static var columns: Int { Top.columns }

    @inline(__always)
    init(_ x0: Vector, _ x1: Vector) {
        top = Top(x0, x1)
        bottom = Bottom(x0, x1)
    }

    @inline(__always)
    init(from c: UnsafePointer<Float>) {
        top = Top(from: c)
        bottom = Bottom(from: c + Top.rows * panelWidth)
    }

    @inline(__always)
    mutating func add(_ a: UnsafePointer<Float>, _ stride: Int, _ x0: Vector, _ x1: Vector) {
        top.add(a, stride, x0, x1)
        bottom.add(a + Top.rows * stride, stride, x0, x1)
    }

    @inline(__always)
    func finish(_ c: UnsafeMutablePointer<Float>, _ mask: UnsafePointer<Float>?, _ relu: Bool) {
        top.finish(c, mask, relu)
        bottom.finish(c + Top.rows * panelWidth, mask.map { $0 + Top.rows * panelWidth }, relu)
    }
}

typealias Rows4 = Stack<Rows2, Rows2>
typealias Rows6 = Stack<Rows4, Rows2>
typealias Rows8 = Stack<Rows4, Rows4>
typealias Rows12 = Stack<Rows8, Rows4>

#if KERNELS_AVX512
/// 12×32: 24 accumulators, 2 columns, 1 broadcast of the 32 registers.
typealias TallBlock = Rows12
/// 8×32 divides every width of 8; 16 accumulators hide the latency of two FMA pipes.
typealias GradientBlock = Rows8
/// 24×16, for products of at most 16 columns: 24 accumulators.
typealias NarrowBlock = Stack<Thin16, Thin8>
typealias NarrowRemainder = Thin4
/// 16×16, and 8×16 for what is left.
typealias NarrowGradientBlock = Thin16
typealias NarrowGradientRemainder = Thin8
#else
/// 6×16: 12 accumulators, 2 columns, 1 broadcast of the 16 registers.
typealias TallBlock = Rows6
/// 4×16: 8 accumulators.
typealias GradientBlock = Rows4
typealias NarrowBlock = Rows6
typealias NarrowRemainder = Rows2
typealias NarrowGradientBlock = Rows4
typealias NarrowGradientRemainder = Rows4
#endif
