import Core
import Foundation

/// A format that the program reads from files that anything may have happened to. Whatever the bytes,
/// reading them gives a value or an error, never a crash, and a value that was accepted is sound.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case yaml, idx, gzip, safetensors

    /// Something was accepted that should not have been.
    public struct Unsound: Error, CustomStringConvertible {
        public var description: String
    }

    /// - Returns: whether the bytes were accepted.
    @discardableResult
    public func read(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        switch self {
        case .yaml: try Self.yaml(bytes)
        case .idx: try Self.idx(bytes)
        case .gzip: try Self.gzip(bytes)
        case .safetensors: try Self.safetensors(bytes)
        }
    }

    private static func yaml(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        let loaded: LoadedSpec
        do throws(SpecErrors) {
            loaded = try SpecLoader.parse(String(decoding: bytes, as: UTF8.self), path: "s.yaml")
        } catch {
            if error.diagnostics.isEmpty { throw Unsound(description: "an error without a diagnostic") }
            if error.description.isEmpty { throw Unsound(description: "an error without words") }
            return false
        }
        // What was resolved reads back as the same.
        let text = SpecWriter.yaml(loaded.spec)
        guard let again = try? SpecLoader.parse(text, path: "again.yaml"), again.spec == loaded.spec else {
            throw Unsound(description: "does not read back as the same:\n\(text)")
        }
        return true
    }

    private static func idx(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        let images = try? IDXFile.images(bytes, file: "f", height: 28, width: 28)
        if let images, images.pixels.count != images.count * 28 * 28 {
            throw Unsound(description: "\(images.count) images of \(images.pixels.count) pixels")
        }
        let labels = try? IDXFile.labels(bytes, file: "f", classes: 10)
        if let labels, labels.contains(where: { $0 >= 10 }) { throw Unsound(description: "a label beyond the classes") }
        return images != nil || labels != nil
    }

    private static func gzip(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        let limit = 1 << 16
        guard let content = try? GzipReader.content(of: bytes, file: "f", limit: limit) else { return false }
        if content.count > limit { throw Unsound(description: "\(content.count) bytes, more than the limit") }
        return true
    }

    private static func safetensors(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        guard let file = try? SafetensorsFile(bytes: bytes, file: "f") else { return false }
        guard let encoded = try? file.encoded(), let again = try? SafetensorsFile(bytes: encoded, file: "g"),
            // By bytes: NaN is not equal to itself.
            (try? again.encoded()) == encoded
        else { throw Unsound(description: "does not read back as the same") }
        return true
    }
}
