import Foundation

/// What a program was built from, as git told when it was built (`Scripts/revision.sh`): not what the working copy
/// has become since.
public struct SourceRevision: Sendable, Equatable, CustomStringConvertible {
    /// In hexadecimal; nil where there was no git to ask, as in an exported archive.
    public var commit: String?
    /// By what the files that are compiled differed from the commit; nil where they did not, and where nobody knows.
    public var changes: Changes?

    /// A diff against the commit, new files included.
    public struct Changes: Sendable, Equatable {
        /// What `git hash-object` gives for it.
        public var hash: String
        /// Bytes.
        public var size: Int
        /// Its beginning: all of it up to 256 kB.
        public var text: [UInt8]

        /// - Parameters:
        ///   - size: of the whole diff, in bytes.
        ///   - text: its beginning.
        public init(hash: String, size: Int, text: [UInt8]) {
            self.hash = hash
            self.size = size
            self.text = text
        }

        /// Twelve digits of the hash, by which a diff is called.
        public var name: String { String(hash.prefix(12)) }

        var isWhole: Bool { text.count == size }
    }

    /// - Parameters:
    ///   - commit: nil where it is not known; then there are no changes either.
    ///   - changes: nil for none.
    public init(commit: String?, changes: Changes? = nil) {
        self.commit = commit
        self.changes = commit == nil ? nil : changes
    }

    /// From what the build left.
    /// - Parameters:
    ///   - commit: empty for unknown.
    ///   - hexadecimalDiff: the beginning of the diff, two digits a byte.
    ///   - diffSize: of the whole diff, in bytes; 0 for none.
    public init(commit: String, hexadecimalDiff: String, diffSize: Int, diffHash: String) {
        let digits = Array(hexadecimalDiff.utf8)
        let text = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0 ... $0 + 1], as: UTF8.self), radix: 16)
        }
        self.init(
            commit: commit.isEmpty ? nil : commit,
            changes: diffSize > 0 ? Changes(hash: diffHash, size: diffSize, text: text) : nil)
    }

    /// `b8619b42a357`, `b8619b42a357, changed: 3fa9c2d1e0ab`, `commit unknown`.
    public var description: String {
        guard let commit else { return "commit unknown" }
        return commit.prefix(12) + (changes.map { ", changed: \($0.name)" } ?? "")
    }
}

extension SourceRevision: Codable {
    private enum Key: String, CodingKey { case commit, dirty, diffHash, diffSize, diffFile }

    /// `{"commit": "unknown"}`, or the commit and whether files differed from it; then also the diff's hash, size and
    /// file. The diff itself is in that file (`ResultsFolder.diff`).
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(commit ?? "unknown", forKey: .commit)
        guard commit != nil else { return }
        try container.encode(changes != nil, forKey: .dirty)
        guard let changes else { return }
        try container.encode(changes.hash, forKey: .diffHash)
        try container.encode(changes.size, forKey: .diffSize)
        try container.encode(ResultsFolder.diffName(changes.name), forKey: .diffFile)
    }

    /// The diff's text is empty: it is in the file that `diffFile` names.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let commit = try container.decode(String.self, forKey: .commit)
        let hash = try container.decodeIfPresent(String.self, forKey: .diffHash)
        let size = try container.decodeIfPresent(Int.self, forKey: .diffSize)
        self.init(
            commit: commit == "unknown" ? nil : commit,
            changes: hash.map { Changes(hash: $0, size: size ?? 0, text: []) })
    }
}

extension SourceRevision {
    /// The twelve digits in the name of a file that keeps a diff; nil for other files.
    static func name(ofDiff file: String) -> String? {
        let digits = file.dropFirst("source-".count).dropLast(".diff".count)
        guard file == ResultsFolder.diffName(String(digits)), digits.utf8.count == 12, digits.allSatisfy(\.isHexDigit) else {
            return nil
        }
        return String(digits)
    }
}

extension ResultsFolder {
    static func diffName(_ name: String) -> String { "source-\(name).diff" }

    /// Where the changes lie that a program was built with.
    public func diff(_ changes: SourceRevision.Changes) -> URL { url.appendingPathComponent(Self.diffName(changes.name)) }

    /// Keeps the changes of the program that begins to work here. Those of others stay: each run in `provenance.json`
    /// names its own.
    /// - Throws: `FileError`.
    public func keepDiff(_ source: SourceRevision) throws(FileError) {
        guard let changes = source.changes else { return }
        var text = changes.text
        if !changes.isWhole {
            text += Array("\n[cut: the first \(text.count) of \(changes.size) bytes; git hash-object of all: \(changes.hash)]\n".utf8)
        }
        var file = ReplacingFile(diff(changes))
        try file.append(text)
        try file.finish()
    }
}
