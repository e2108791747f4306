import Foundation

/// A group that the user brought: permutations from a text file (method: "Groups and orbits").
///
/// Each line is one element: the indices of a permutation, rows from the top, parted by spaces, tabs or commas.
/// out[i] = in[index[i]], as everywhere (`PermutationGroup.sources`). Either of the padded image's pixels, or
/// of the image without its padding, which then stays in place. `#` begins a comment; empty lines count for
/// nothing. The identity may stand on any line and becomes element 0; the others keep their order.
public struct OwnGroup: Sendable, Hashable {
    /// As sweep files and tables show it.
    public let name: String
    /// The file as it was read: what a results folder keeps.
    public let text: String
    /// (G)(n): the permutations, identity first.
    public let permutations: [[UInt16]]
    /// The beginning of the SHA-256 of the permutations in canonical spelling: comments, blanks and where the
    /// file lies do not count; the order of the elements does, for it decides which one a seed draws.
    public let digest: String

    /// Digits of `digest`.
    public static let digestLength = 12
    /// More elements than this are surely a slip, and would cost hours.
    public static let largestOrder = 64
    /// Bytes of a file: room for 64 permutations of the images with the largest padding.
    public static let sizeLimit = 16 << 20

    /// n, the pixels that the permutations are of.
    public var pixels: Int { permutations.first?.count ?? 0 }

    /// Under which plans and journals know it; tables show its label, `name`.
    public var groupName: GroupName { GroupName(kind: .own(name: name, digest: digest, order: permutations.count)) }

    /// Reads and checks.
    /// - Parameters:
    ///   - file: what errors call the text.
    ///   - sizes: of the images that it is for; nil for any.
    public init(name: String, text: String, file: String, sizes: OwnGroupSizes? = nil) throws(OwnGroupError) {
        let lines = try OwnGroupLines(text, file: file, sizes: sizes)
        permutations = try lines.elements()
        self.name = name
        self.text = text
        digest = Self.digest(of: permutations)
    }

    /// - Parameters:
    ///   - path: of a file; as given here it appears in errors.
    ///   - sizes: of the images that it is for; nil for any.
    public init(name: String, path: String, sizes: OwnGroupSizes? = nil) throws(OwnGroupError) {
        try self.init(name: name, text: Self.read(path), file: path, sizes: sizes)
    }

    /// The group on images of this size.
    /// - Parameter pad: pixels of padding on each side, included in height and width.
    /// - Throws: `GroupError.otherSize`.
    public func group(height: Int, width: Int, pad: Int) throws(GroupError) -> PermutationGroup {
        let (padded, bare) = (height * width, max(0, height - 2 * pad) * max(0, width - 2 * pad))
        guard pixels == padded || pixels == bare else {
            throw .otherSize(
                group: name, height: height, width: width, padded: padded, bare: bare, found: pixels)
        }
        let elements = permutations.enumerated().map { number, source in
            let whole = source.map { Int($0) }
            return (
                name: number == 0 ? "e" : "p\(number)",
                source: pixels == padded ? whole : Self.embed(whole, height: height, width: width, pad: pad)
            )
        }
        return try PermutationGroup(name: groupName.description, height: height, width: width, elements: elements)
    }

    /// The permutation of the inner pixels, with the padding left where it is.
    private static func embed(_ source: [Int], height: Int, width: Int, pad: Int) -> [Int] {
        var result = Array(0 ..< height * width)
        let inner = width - 2 * pad
        func place(_ pixel: Int) -> Int { (pixel / inner + pad) * width + pixel % inner + pad }
        for (pixel, from) in source.enumerated() { result[place(pixel)] = place(from) }
        return result
    }

    private static func digest(of permutations: [[UInt16]]) -> String {
        let canonical = permutations.map { $0.map(String.init).joined(separator: " ") + "\n" }.joined()
        return String(Digest.sha256(Array(canonical.utf8)).prefix(digestLength))
    }

    private static func read(_ path: String) throws(OwnGroupError) -> String {
        // Asked before anything is opened: a pipe would be waited for without end.
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw OwnGroupError(file: path, .unreadable(String(cString: strerror(errno))))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw OwnGroupError(file: path, .notAFile) }
        guard status.st_size <= sizeLimit else {
            throw OwnGroupError(file: path, .tooLarge(bytes: Int(status.st_size), limit: sizeLimit))
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw OwnGroupError(file: path, .unreadable("permission denied"))
        }
        guard let text = String(data: bytes, encoding: .utf8) else { throw OwnGroupError(file: path, .notText) }
        return text
    }
}
