/// Two groups of panels, one after the other.
struct PanelStack<First: PanelColumns, Second: PanelColumns>: PanelColumns {
    var first: First
    var second: Second
    @inline(__always) static var panels: Int { First.panels + Second.panels }
    @inline(__always) static var width: Int { First.width }

    @inline(__always)
    init(_ from: UnsafePointer<Float>, _ stride: Int) {
        first = First(from, stride)
        second = Second(from + First.panels * stride, stride)
    }

    @inline(__always)
    mutating func add(_ factor: Vector, _ row: UnsafePointer<Float>, _ stride: Int) {
        first.add(factor, row, stride)
        second.add(factor, row + First.panels * stride, stride)
    }

    @inline(__always)
    func addScaled(_ factor: Vector, to row: UnsafeMutablePointer<Float>, _ stride: Int) {
        first.addScaled(factor, to: row, stride)
        second.addScaled(factor, to: row + First.panels * stride, stride)
    }

    @inline(__always)
    mutating func rectify() {
        first.rectify()
        second.rectify()
    }

    @inline(__always)
    func put(_ to: UnsafeMutablePointer<Float>, _ stride: Int) {
        first.put(to, stride)
        second.put(to + First.panels * stride, stride)
    }
}

typealias PanelPair = PanelStack<PanelSingle, PanelSingle>
typealias PanelQuad = PanelStack<PanelPair, PanelPair>

#if KERNELS_AVX512
/// Four panels at once: 8 accumulators hide the latency of two FMA pipes.
typealias WideColumns = PanelQuad
#else
/// Two panels at once: 8 accumulators of the 16 registers.
typealias WideColumns = PanelPair
#endif
