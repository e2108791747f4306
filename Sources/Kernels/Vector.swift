// The register that the kernels of this instruction set are written for. The files of this folder
// are compiled once per instruction set; what differs between the builds is decided here and in
// the choice of tiles, never in the order of any floating-point operation: all give the same bits.
//
// Letters used in all shapes: M rows of a product (samples of a batch or of an orbit batch),
// K its depth, N its columns; B batch, G group elements, P pixels, H hidden width, C classes.
//
// The layout of every matrix is *panels*: (ceil(features/32), rows, 32), 64-byte aligned, unused
// features zero. One layout serves as left and right operand of all three products of training,
// so nothing is ever packed or transposed but the weights, once a step. Measured against packed
// 12-row panels: the broadcasts of 12 rows at a constant stride of 128 bytes fold into addresses
// with constant offsets, and the tile reaches the same share of the peak.

import CSquareRoot

#if KERNELS_AVX512
@inline(__always) func squareRoot(_ x: Vector) -> Vector { square_root16(x) }
typealias Vector = SIMD16<Float>
@inline(__always) var vectorWidth: Int { 16 }
#else
@inline(__always) func squareRoot(_ x: Vector) -> Vector { square_root8(x) }
typealias Vector = SIMD8<Float>
@inline(__always) var vectorWidth: Int { 8 }
#endif

/// Features per panel.
@inline(__always) var panelWidth: Int { 32 }

/// One row of one panel; two AVX-512 registers, or four of AVX2.
typealias PanelRow = SIMD32<Float>

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

@inline(__always)
func store(_ vector: Vector, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
}

@inline(__always)
func loadRow(_ pointer: UnsafePointer<Float>) -> PanelRow {
    UnsafeRawPointer(pointer).loadUnaligned(as: PanelRow.self)
}

@inline(__always)
func storeRow(_ row: PanelRow, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: row, as: PanelRow.self)
}

/// Sum of the 32 lanes by halving: the one tree of every horizontal sum.
@inline(__always)
func treeSum(_ row: PanelRow) -> Float {
    let a = row.lowHalf + row.highHalf
    let b = a.lowHalf + a.highHalf
    let c = b.lowHalf + b.highHalf
    let d = c.lowHalf + c.highHalf
    return d[0] + d[1]
}

@inline(__always)
func treeMax(_ row: PanelRow) -> Float {
    // Not `pointwiseMax`: the standard library's generic leaves a weak symbol with this module's
    // wide instructions, which the linker may choose for the whole program.
    let a = row.lowHalf.replacing(with: row.highHalf, where: row.highHalf .> row.lowHalf)
    let b = a.lowHalf.replacing(with: a.highHalf, where: a.highHalf .> a.lowHalf)
    let c = b.lowHalf.replacing(with: b.highHalf, where: b.highHalf .> b.lowHalf)
    let d = c.lowHalf.replacing(with: c.highHalf, where: c.highHalf .> c.lowHalf)
    return d[0] > d[1] ? d[0] : d[1]
}
