/// Some columns of one row in registers: one or more neighbouring panels.
protocol PanelColumns {
    static var panels: Int { get }
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
struct PanelNeighbours<Part: PanelColumns>: PanelColumns {
    var left: Part
    var right: Part
    @inline(__always) static var panels: Int { 1 }
    /// Floats from the left to the right one.
    @inline(__always) private static var offset: Int { MemoryLayout<Part>.size / MemoryLayout<Float>.size }

    @inline(__always)
    init(_ from: UnsafePointer<Float>, _ stride: Int) {
        left = Part(from, stride)
        right = Part(from + Self.offset, stride)
    }

    @inline(__always)
    mutating func add(_ factor: Vector, _ row: UnsafePointer<Float>, _ stride: Int) {
        left.add(factor, row, stride)
        right.add(factor, row + Self.offset, stride)
    }

    @inline(__always)
    func addScaled(_ factor: Vector, to row: UnsafeMutablePointer<Float>, _ stride: Int) {
        left.addScaled(factor, to: row, stride)
        right.addScaled(factor, to: row + Self.offset, stride)
    }

    @inline(__always)
    mutating func rectify() {
        left.rectify()
        right.rectify()
    }

    @inline(__always)
    func put(_ to: UnsafeMutablePointer<Float>, _ stride: Int) {
        left.put(to, stride)
        right.put(to + Self.offset, stride)
    }
}

/// Two groups of panels, one after the other.
struct PanelStack<Group: PanelColumns>: PanelColumns {
    var first: Group
    var second: Group
    @inline(__always) static var panels: Int { 2 * Group.panels }

    @inline(__always)
    init(_ from: UnsafePointer<Float>, _ stride: Int) {
        first = Group(from, stride)
        second = Group(from + Group.panels * stride, stride)
    }

    @inline(__always)
    mutating func add(_ factor: Vector, _ row: UnsafePointer<Float>, _ stride: Int) {
        first.add(factor, row, stride)
        second.add(factor, row + Group.panels * stride, stride)
    }

    @inline(__always)
    func addScaled(_ factor: Vector, to row: UnsafeMutablePointer<Float>, _ stride: Int) {
        first.addScaled(factor, to: row, stride)
        second.addScaled(factor, to: row + Group.panels * stride, stride)
    }

    @inline(__always)
    mutating func rectify() {
        first.rectify()
        second.rectify()
    }

    @inline(__always)
    func put(_ to: UnsafeMutablePointer<Float>, _ stride: Int) {
        first.put(to, stride)
        second.put(to + Group.panels * stride, stride)
    }
}

#if KERNELS_AVX512
typealias PanelSingle = PanelNeighbours<PanelPart>
#else
typealias PanelSingle = PanelNeighbours<PanelNeighbours<PanelPart>>
#endif
typealias PanelPair = PanelStack<PanelSingle>
typealias PanelQuad = PanelStack<PanelPair>
