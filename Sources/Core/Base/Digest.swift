import Crypto
import Foundation

/// SHA-256 as lower-case hexadecimal text.
public enum Digest {
    /// 64 lowercase hexadecimal digits (FIPS 180-4).
    public static func sha256(_ bytes: some Sequence<UInt8>) -> String {
        hex(SHA256.hash(data: Data(bytes)))
    }

    /// Of the text in UTF-8.
    public static func sha256(_ text: String) -> String { sha256(text.utf8) }

    /// Of several parts as if they stood one after another.
    public static func sha256(parts: [[UInt8]]) -> String {
        var hash = SHA256()
        for part in parts { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        return hex(hash.finalize())
    }

    /// Of a file's content, a block at a time. - Throws: `FileError`.
    static func sha256(ofFile path: String) throws(FileError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .refused(.open, path: path, code: errno) }
        defer { close(descriptor) }
        var hash = SHA256()
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .refused(.read, path: path, code: errno) }
            if count == 0 { return hex(hash.finalize()) }
            block.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
