/// A fixed block of floats, 64-byte aligned (a cache line and an AVX-512 register; the default
/// alignment of 16 costs a split load every other access), zero at first.
///
/// Not Sendable: a buffer belongs to the lane that allocated it.
public final class FloatBuffer {
    /// Floats that may be read and written.
    public let count: Int
    /// The first of `count` floats; valid as long as the buffer lives.
    public let base: UnsafeMutablePointer<Float>

    /// `count` zeros.
    public init(count: Int) {
        self.count = count
        base = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
            .bindMemory(to: Float.self, capacity: max(count, 1))
        base.initialize(repeating: 0, count: max(count, 1))
    }

    /// A copy of the values.
    public convenience init(_ values: [Float]) {
        self.init(count: values.count)
        for (index, value) in values.enumerated() { base[index] = value }
    }

    deinit { base.deallocate() }

    /// Read-only view.
    public var pointer: UnsafePointer<Float> { UnsafePointer(base) }

    /// Checked, also in release builds: for single values, not for loops.
    public subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "index beyond the buffer")
            return base[index]
        }
        set {
            precondition(index >= 0 && index < count, "index beyond the buffer")
            base[index] = newValue
        }
    }

    /// Both must have the same count.
    public func copy(from other: FloatBuffer) {
        precondition(other.count == count, "buffers of different sizes")
        base.update(from: other.base, count: count)
    }

    /// There must be as many values as floats.
    public func copy(from values: [Float]) {
        precondition(values.count == count, "values of another number")
        for (index, value) in values.enumerated() { base[index] = value }
    }

    /// A copy.
    public var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

    /// Sets every float to 0.
    public func zero() { base.update(repeating: 0, count: count) }
}

/// The panel layout of all matrices: (panels, rows, 32). See Sources/Kernels/Vector.swift.
public enum Panels {
    /// Features per panel: two registers of AVX-512, four of AVX2.
    public static let width = 32

    /// Panels that hold this many features.
    public static func count(_ features: Int) -> Int { (features + width - 1) / width }

    /// The offset of one element of a matrix with `rows` allocated rows.
    public static func offset(rows: Int, row: Int, feature: Int) -> Int {
        ((feature / width) * rows + row) * width + feature % width
    }

    /// Rows are handled in fours.
    public static func paddedRows(_ rows: Int) -> Int { (rows + 3) / 4 * 4 }
}
