/// The element types that this program writes and reads, by their names in the format.
public enum SafetensorsType: String, Sendable, CaseIterable {
    case F32, F64, I32, U8, I64

    /// Bytes per element.
    public var size: Int {
        switch self {
        case .U8: 1
        case .F32, .I32: 4
        case .F64, .I64: 8
        }
    }

    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A named array of numbers, the last axis varying fastest.
public struct SafetensorsTensor: Sendable, Equatable {
    /// The numbers, in one of the element types of the format.
    public enum Elements: Sendable, Equatable {
        case f32([Float])
        case f64([Double])
        case i32([Int32])
        case u8([UInt8])
        case i64([Int64])
    }

    /// Unique within a file.
    public var name: String
    /// Empty for a single number.
    public var shape: [Int]
    /// Row-major, as many as the shape's product; `SafetensorsFile.encoded` checks that.
    public var elements: Elements

    /// - Parameter elements: as many as the shape asks for, row-major; `SafetensorsFile.encoded` checks that.
    public init(_ name: String, shape: [Int], _ elements: Elements) {
        self.name = name
        self.shape = shape
        self.elements = elements
    }

    /// The type that `elements` are of.
    public var type: SafetensorsType {
        switch elements {
        case .f32: .F32
        case .f64: .F64
        case .i32: .I32
        case .u8: .U8
        case .i64: .I64
        }
    }

    /// The number of elements there are, which `shape` must agree with.
    public var count: Int {
        switch elements {
        case .f32(let values): values.count
        case .f64(let values): values.count
        case .i32(let values): values.count
        case .u8(let values): values.count
        case .i64(let values): values.count
        }
    }

    /// Nil where a factor is negative or the product overflows. Every factor is looked at, also
    /// behind a zero, so that a shape is valid or not whatever the order of its axes.
    static func byteCount(shape: [Int], type: SafetensorsType) -> Int? {
        var count = type.size
        for length in shape {
            guard length >= 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            if overflow { return nil }
            count = product
        }
        return count
    }
}

extension SafetensorsTensor.Elements {
    /// Appends the elements, little-endian as the format demands.
    func append(to bytes: inout [UInt8]) {
        func append<Word: FixedWidthInteger>(_ words: some Sequence<Word>) {
            for word in words { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
        }
        switch self {
        case .f32(let values): append(values.lazy.map(\.bitPattern))
        case .f64(let values): append(values.lazy.map(\.bitPattern))
        case .i32(let values): append(values)
        case .u8(let values): bytes.append(contentsOf: values)
        case .i64(let values): append(values)
        }
    }

    /// - Parameter bytes: a whole number of elements.
    init(_ type: SafetensorsType, bytes: ArraySlice<UInt8>) {
        func words<Word: FixedWidthInteger>(_: Word.Type) -> [Word] {
            bytes.withUnsafeBytes { buffer in
                stride(from: 0, to: buffer.count, by: MemoryLayout<Word>.size).map {
                    // A tensor may begin at any byte: U8 tensors of odd length move those behind them.
                    Word(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: Word.self))
                }
            }
        }
        switch type {
        case .F32: self = .f32(words(UInt32.self).map(Float.init(bitPattern:)))
        case .F64: self = .f64(words(UInt64.self).map(Double.init(bitPattern:)))
        case .I32: self = .i32(words(Int32.self))
        case .U8: self = .u8(Array(bytes))
        case .I64: self = .i64(words(Int64.self))
        }
    }
}
