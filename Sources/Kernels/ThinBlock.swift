#if KERNELS_AVX512
/// Two rows by one vector: what `Rows2` is to 32 columns, for 16.
struct Thin2: RowBlock {
    var a: Vector, b: Vector

    @inline(__always) static var rows: Int { 2 }
    @inline(__always) static var columns: Int { vectorWidth }

    @inline(__always)
    init(_ x0: Vector, _ x1: Vector) {
        a = x0
        b = x0
    }

    @inline(__always)
    init(from c: UnsafePointer<Float>) {
        a = load(c)
        b = load(c + panelWidth)
    }

    @inline(__always)
    mutating func add(_ a: UnsafePointer<Float>, _ stride: Int, _ x0: Vector, _ x1: Vector) {
        self.a = fma(self.a, Vector(repeating: a[0]), x0)
        b = fma(b, Vector(repeating: a[stride]), x0)
    }

    @inline(__always)
    func finish(_ c: UnsafeMutablePointer<Float>, _ mask: UnsafePointer<Float>?, _ relu: Bool) {
        var out = self
        if relu {
            out.a = rectified(a)
            out.b = rectified(b)
        }
        if let mask {
            out.a = masked(out.a, mask)
            out.b = masked(out.b, mask + panelWidth)
        }
        store(out.a, c)
        store(out.b, c + panelWidth)
    }
}

typealias Thin4 = Stack<Thin2, Thin2>
typealias Thin8 = Stack<Thin4, Thin4>
typealias Thin16 = Stack<Thin8, Thin8>
#endif
