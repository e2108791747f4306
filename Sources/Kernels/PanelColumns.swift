/// Some columns of one row in registers: one or more neighbouring panels.
protocol PanelColumns {
    static var panels: Int { get }
    /// Floats in one panel's part of the columns.
    static var width: Int { get }
    /// From memory, one panel every `stride` floats.
    init(_ from: UnsafePointer<Float>, _ stride: Int)
    /// self += factor · row.
    mutating func add(_ factor: Vector, _ row: UnsafePointer<Float>, _ stride: Int)
    /// row += factor · self.
    func addScaled(_ factor: Vector, to row: UnsafeMutablePointer<Float>, _ stride: Int)
    mutating func rectify()
    func put(_ to: UnsafeMutablePointer<Float>, _ stride: Int)
}

/// Half a panel row (AVX-512) or a quarter (AVX2).
struct PanelPart: PanelColumns {
    var value: Vector

    /// Less than one; asked of whole panels only.
    @inline(__always) static var panels: Int { 0 }
    @inline(__always) static var width: Int { vectorWidth }

    @inline(__always) init(_ from: UnsafePointer<Float>, _ stride: Int) { value = load(from) }

    @inline(__always)
    mutating func add(_ factor: Vector, _ row: UnsafePointer<Float>, _ stride: Int) {
        value = fma(value, factor, load(row))
    }

    @inline(__always)
    func addScaled(_ factor: Vector, to row: UnsafeMutablePointer<Float>, _ stride: Int) {
        store(fma(load(row), factor, value), row)
    }

    @inline(__always) mutating func rectify() { value = value.replacing(with: 0, where: value .<= 0) }

    @inline(__always) func put(_ to: UnsafeMutablePointer<Float>, _ stride: Int) { store(value, to) }
}

/// Two neighbours within a panel.
///
/// Two parameters although both are always the same: a struct with one is instantiated by a helper
/// of the compiler's that every module shares, with whichever module's instructions.
struct PanelNeighbours<Left: PanelColumns, Right: PanelColumns>: PanelColumns {
    var left: Left
    var right: Right
    @inline(__always) static var panels: Int { 1 }
    @inline(__always) static var width: Int { Left.width + Right.width }

    @inline(__always)
    init(_ from: UnsafePointer<Float>, _ stride: Int) {
        left = Left(from, stride)
        right = Right(from + Left.width, stride)
    }

    @inline(__always)
    mutating func add(_ factor: Vector, _ row: UnsafePointer<Float>, _ stride: Int) {
        left.add(factor, row, stride)
        right.add(factor, row + Left.width, stride)
    }

    @inline(__always)
    func addScaled(_ factor: Vector, to row: UnsafeMutablePointer<Float>, _ stride: Int) {
        left.addScaled(factor, to: row, stride)
        right.addScaled(factor, to: row + Left.width, stride)
    }

    @inline(__always)
    mutating func rectify() {
        left.rectify()
        right.rectify()
    }

    @inline(__always)
    func put(_ to: UnsafeMutablePointer<Float>, _ stride: Int) {
        left.put(to, stride)
        right.put(to + Left.width, stride)
    }
}

#if KERNELS_AVX512
typealias PanelSingle = PanelNeighbours<PanelPart, PanelPart>
#else
typealias PanelSingle = PanelNeighbours<PanelNeighbours<PanelPart, PanelPart>, PanelNeighbours<PanelPart, PanelPart>>
#endif
