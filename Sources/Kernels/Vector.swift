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

import CRegisters

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

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

@inline(__always)
func store(_ vector: Vector, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
}
