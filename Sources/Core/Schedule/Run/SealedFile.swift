import Foundation

/// The form of checkpoint files: a line of text, ` sha256=` and the digest of that text and of all bytes
/// after the line, then those bytes. Any byte changed, added or cut off changes the digest or the line.
enum SealedFile {
    private static let digestKey = " sha256="
    /// Longer lines are none.
    static let longestLine = 1024

    /// - Parameter text: printable ASCII.
    static func encode(_ text: String, _ body: [UInt8]) -> [UInt8] {
        Array("\(text)\(digestKey)\(Digest.sha256(parts: [Array(text.utf8), body]))\n".utf8) + body
    }

    /// - Parameter file: the name that errors give.
    /// - Throws: `CheckpointError.head`, `.changed`.
    static func open(_ bytes: [UInt8], file: String) throws(CheckpointError) -> (text: String, body: [UInt8]) {
        let (text, digest, start) = try line(bytes, file: file)
        let body = Array(bytes[start...])
        let found = Digest.sha256(parts: [Array(text.utf8), body])
        guard found == digest else { throw .changed(file: file, expected: digest, found: found) }
        return (text, body)
    }

    /// The text alone, from the beginning of the file's bytes; nothing but the line's form is checked.
    /// - Throws: `CheckpointError.head`.
    static func text(_ bytes: [UInt8], file: String) throws(CheckpointError) -> String {
        try line(bytes, file: file).text
    }

    /// A program's name as one word of the line: a space or a newline would end it.
    static func word(_ text: String) -> String {
        String(text.map { $0.isWhitespace || !$0.isASCII ? "-" : $0 }.prefix(100))
    }

    /// The values of a text of the form `title key=value key=value …`; nil where it has not exactly these keys.
    static func values(_ text: some StringProtocol, title: String, keys: [String]) -> [String]? {
        guard text.hasPrefix(title + " ") else { return nil }
        let words = text.dropFirst(title.count + 1).split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == keys.count, zip(words, keys).allSatisfy({ $0.hasPrefix($1 + "=") }) else { return nil }
        return zip(words, keys).map { String($0.dropFirst($1.count + 1)) }
    }

    private static func line(
        _ bytes: [UInt8], file: String
    ) throws(CheckpointError) -> (text: String, digest: String, end: Int) {
        guard let end = bytes.prefix(longestLine).firstIndex(of: UInt8(ascii: "\n")) else {
            throw .head(file: file, found: bytes.isEmpty ? "an empty file" : "no such line")
        }
        // ASCII, so that the text has exactly these bytes again.
        guard bytes[..<end].allSatisfy({ (0x20 ... 0x7E).contains($0) }) else {
            throw .head(file: file, found: "bytes that are no text")
        }
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        guard let key = line.range(of: digestKey, options: .backwards) else {
            throw .head(file: file, found: "'\(line.prefix(100))'")
        }
        return (String(line[..<key.lowerBound]), String(line[key.upperBound...]), end + 1)
    }
}
