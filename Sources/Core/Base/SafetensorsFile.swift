import Foundation

/// A file in the safetensors format: 8 bytes header length (little-endian), a JSON header, then
/// the tensors' bytes without gaps. See https://github.com/huggingface/safetensors, "Format".
///
/// The same content always makes the same bytes: metadata keys are sorted, tensors stand in the
/// given order, and the header is padded with spaces to a multiple of 8.
public struct SafetensorsFile: Sendable, Equatable {
    /// The `__metadata__` of the header: texts by key.
    public var metadata: [String: String]
    /// In the order in which they are written.
    public var tensors: [SafetensorsTensor]
    /// The name that errors give; not part of the content.
    private(set) var file = "safetensors"

    /// Nothing is checked here: `encoded` checks names and shapes.
    public init(metadata: [String: String] = [:], tensors: [SafetensorsTensor]) {
        self.metadata = metadata
        self.tensors = tensors
    }

    /// - Throws: every case of `SafetensorsError` that damage can cause.
    public init(bytes: [UInt8], file: String) throws(SafetensorsError) {
        let header = try SafetensorsHeader(bytes: bytes, file: file)
        metadata = header.metadata
        tensors = header.entries.map { entry in
            let range = header.dataStart + entry.begin ..< header.dataStart + entry.end
            return SafetensorsTensor(entry.name, shape: entry.shape, .init(entry.type, bytes: bytes[range]))
        }
        self.file = file
    }

    /// - Throws: `FileError` where the file cannot be read, `SafetensorsError` where it is damaged.
    public init(contentsOf url: URL) throws {
        try self.init(bytes: try FileBytes.read(url.path), file: url.path)
    }

    /// - Throws: `duplicateName`, `wrongSize` or `hugeShape` where the tensors contradict themselves.
    public func encoded() throws(SafetensorsError) -> [UInt8] {
        var entries: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
            entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var names: Set<String> = ["__metadata__"]
        var offset = 0
        for tensor in tensors {
            guard names.insert(tensor.name).inserted else { throw .duplicateName(file: file, name: tensor.name) }
            guard let size = SafetensorsTensor.byteCount(shape: tensor.shape, type: tensor.type) else {
                throw .hugeShape(file: file, tensor: tensor.name, shape: tensor.shape)
            }
            let held = tensor.count * tensor.type.size
            guard size == held else { throw .wrongSize(file: file, tensor: tensor.name, expected: size, found: held) }
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append(
                "\(Self.quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(offset),\(offset + size)]}")
            offset += size
        }
        var header = Array("{\(entries.joined(separator: ","))}".utf8)
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))

        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + offset)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: header)
        for tensor in tensors { tensor.elements.append(to: &bytes) }
        return bytes
    }

    /// Atomically. - Throws: `SafetensorsError` as `encoded()`, `FileError`.
    public func write(to url: URL) throws {
        try AtomicFile.write(try encoded(), to: url)
    }

    /// - Throws: `missingTensor`.
    public func tensor(_ name: String) throws(SafetensorsError) -> SafetensorsTensor {
        guard let tensor = tensors.first(where: { $0.name == name }) else {
            throw .missingTensor(file: file, tensor: name, available: tensors.map(\.name))
        }
        return tensor
    }

    /// The elements of an F32 tensor. - Throws: `missingTensor`, `wrongType`, `wrongShape`.
    public func floats(_ name: String, shape: [Int]) throws(SafetensorsError) -> [Float] {
        try elements(name, shape, .F32) { if case .f32(let values) = $0 { values } else { nil } }
    }

    /// The elements of an F64 tensor. - Throws: `missingTensor`, `wrongType`, `wrongShape`.
    public func doubles(_ name: String, shape: [Int]) throws(SafetensorsError) -> [Double] {
        try elements(name, shape, .F64) { if case .f64(let values) = $0 { values } else { nil } }
    }

    /// The elements of an I32 tensor. - Throws: `missingTensor`, `wrongType`, `wrongShape`.
    public func integers(_ name: String, shape: [Int]) throws(SafetensorsError) -> [Int] {
        try elements(name, shape, .I32) { if case .i32(let values) = $0 { values.map { Int($0) } } else { nil } }
    }

    /// The elements of a U8 tensor. - Throws: `missingTensor`, `wrongType`, `wrongShape`.
    public func octets(_ name: String, shape: [Int]) throws(SafetensorsError) -> [UInt8] {
        try elements(name, shape, .U8) { if case .u8(let values) = $0 { values } else { nil } }
    }

    /// - Parameter values: nil for elements of another type.
    private func elements<Element>(
        _ name: String, _ shape: [Int], _ type: SafetensorsType, _ values: (SafetensorsTensor.Elements) -> [Element]?
    ) throws(SafetensorsError) -> [Element] {
        let tensor = try tensor(name)
        guard let values = values(tensor.elements) else {
            throw .wrongType(file: file, tensor: name, expected: type, found: tensor.type)
        }
        guard tensor.shape == shape else {
            throw .wrongShape(file: file, tensor: name, expected: shape, found: tensor.shape)
        }
        return values
    }

    /// The same metadata, and the same tensors in the same order; the name that errors give does not count.
    public static func == (a: Self, b: Self) -> Bool { a.metadata == b.metadata && a.tensors == b.tensors }

    /// JSON text (RFC 8259, section 7).
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
