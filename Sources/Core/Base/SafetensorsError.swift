/// What is wrong with a safetensors file: always the file, the tensor where there is one, what was
/// expected and what was found.
public enum SafetensorsError: Error, Equatable, CustomStringConvertible {
    /// The file ends inside the 8 bytes that hold the header's length.
    case truncatedLength(file: String, found: Int)
    /// The header would end after the file does, or is longer than any sensible header.
    case headerTooLong(file: String, expected: Int, found: UInt64)
    case malformedHeader(file: String, byte: Int, expected: String, found: String)
    case duplicateName(file: String, name: String)
    case unknownType(file: String, tensor: String, found: String)
    /// The offsets hold another number of bytes than shape and type ask for.
    case wrongSize(file: String, tensor: String, expected: Int, found: Int)
    /// A shape whose size in bytes no machine word can hold.
    case hugeShape(file: String, tensor: String, shape: [Int])
    case outOfFile(file: String, tensor: String, expected: Int, found: Int)
    /// The tensor begins before the one in front of it ends.
    case overlap(file: String, tensor: String, expected: Int, found: Int)
    /// Bytes that belong to no tensor lie before this tensor, or (tensor nil) at the end.
    case gap(file: String, tensor: String?, expected: Int, found: Int)
    /// Asked for by name, and not there.
    case missingTensor(file: String, tensor: String, available: [String])
    case wrongType(file: String, tensor: String, expected: SafetensorsType, found: SafetensorsType)
    case wrongShape(file: String, tensor: String, expected: [Int], found: [Int])

    /// For people, of a file that this program wrote; for one that a person named see `ofGivenFile`.
    public var description: String { text(Self.advice) }

    /// For a file that a person named: it may be anything, and is theirs.
    public var ofGivenFile: String {
        switch self {
        case .truncatedLength(let file, _), .headerTooLong(let file, _, _):
            "\(file): not a safetensors file: such a file begins with the length of its header, in 8 bytes"
        case .malformedHeader(let file, let byte, let expected, let found):
            "\(file): not a safetensors file, or a damaged one: header, byte \(byte): expected \(expected), found \(found)"
        default: text("; the file is damaged")
        }
    }

    private func text(_ advice: String) -> String {
        switch self {
        case .truncatedLength(let file, let found):
            "\(file): truncated safetensors file: expected 8 bytes of header length, found \(found)\(advice)"
        case .headerTooLong(let file, let expected, let found):
            "\(file): safetensors header length: expected at most \(expected) bytes, found \(found)\(advice)"
        case .malformedHeader(let file, let byte, let expected, let found):
            "\(file): safetensors header, byte \(byte): expected \(expected), found \(found)\(advice)"
        case .duplicateName(let file, let name):
            "\(file): '\(name)' stands twice in the safetensors header; expected each name once"
        case .unknownType(let file, let tensor, let found):
            "\(file): tensor '\(tensor)': expected dtype \(SafetensorsType.list), found '\(found)'; convert it to one of these"
        case .wrongSize(let file, let tensor, let expected, let found):
            "\(file): tensor '\(tensor)': expected \(expected) bytes for its shape and dtype, found \(found)"
        case .hugeShape(let file, let tensor, let shape):
            "\(file): tensor '\(tensor)': expected a size that fits in memory, found shape \(shape)"
        case .outOfFile(let file, let tensor, let expected, let found):
            "\(file): tensor '\(tensor)': expected to end within \(expected) bytes of data, found end \(found)\(advice)"
        case .overlap(let file, let tensor, let expected, let found):
            "\(file): tensor '\(tensor)': expected to begin at \(expected), found \(found): tensors overlap"
        case .gap(let file, let tensor?, let expected, let found):
            "\(file): tensor '\(tensor)': expected to begin at \(expected), found \(found): bytes that belong to no tensor"
        case .gap(let file, nil, let expected, let found):
            "\(file): expected \(expected) bytes of tensor data, found \(found): bytes that belong to no tensor"
        case .missingTensor(let file, let tensor, let available):
            "\(file): expected tensor '\(tensor)', found only: \(available.joined(separator: ", "))"
        case .wrongType(let file, let tensor, let expected, let found):
            "\(file): tensor '\(tensor)': expected dtype \(expected.rawValue), found \(found.rawValue)"
        case .wrongShape(let file, let tensor, let expected, let found):
            "\(file): tensor '\(tensor)': expected shape \(expected), found \(found)"
        }
    }

    private static let advice = "; the file is damaged or not a safetensors file: delete it or copy it anew"
}
