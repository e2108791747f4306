/// Why a permutation file is no group: the file, the axiom, the lines that break it, and what to do.
public struct OwnGroupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Lines and entries are counted from 1.
    public enum Problem: Sendable, Hashable {
        case unreadable(String)
        case notAFile
        case notText
        case tooLarge(bytes: Int, limit: Int)
        case empty
        case notAnIndex(line: Int, entry: Int, found: String)
        case tooManyElements(limit: Int, line: Int)
        case tooLong(line: Int, found: Int)
        /// `sides` of the images that a line may be of.
        case noImage(line: Int, sides: [Int], found: Int)
        case otherLength(line: Int, expected: Int, asOnLine: Int, found: Int)
        case outOfRange(line: Int, entry: Int, found: Int, largest: Int)
        case twice(line: Int, index: Int, entries: [Int], missing: Int)
        case sameLine(Int, as: Int)
        case noIdentity(last: Int)
        case identityAlone(line: Int)
        /// The lines of a and b, and how the product ab begins.
        case notClosed(Int, Int, product: [Int])
        /// Not the permutations that were asked for.
        case changed(expected: String, found: String)
        /// What permutations cannot be, of all that a group might not.
        case noGroup(GroupError)
    }

    /// As it was given.
    public var file: String
    /// What is wrong, with line numbers where there are any.
    public var problem: Problem

    init(file: String, _ problem: Problem) {
        self.file = file
        self.problem = problem
    }

    /// The file, and what is wrong with it (`text`).
    public var description: String { "\(file): \(text)" }

    /// Without the file.
    public var text: String {
        switch problem {
        case .unreadable(let reason): return "cannot be read: \(reason); expected a permutation file, its path as seen from the sweep file"
        case .notAFile: return "is no regular file; expected a permutation file: one group element per line"
        case .notText: return "is not a text file in UTF-8; expected one group element per line, as whole numbers"
        case .tooLarge(let bytes, let limit):
            return "has \(bytes) bytes; a permutation file has at most \(limit). Is this a data file?"
        case .empty: return "has no elements; expected one permutation per line, the identity among them"
        case .notAnIndex(let line, let entry, let found):
            return "line \(line), entry \(entry): expected a pixel's index, a whole number from 0, found '\(found)'; "
                + "comments begin with #"
        case .tooManyElements(let limit, let line):
            return "line \(line): expected at most \(limit) elements; a group of fewer may do as well"
        case .tooLong(let line, let found):
            return "line \(line): expected at most 65,536 indices, found \(found)"
        case .noImage(let line, let sides, let found):
            return "line \(line): expected \(OwnGroupSizes.text(sides)), found \(found); one element takes one line, "
                + "an index for each pixel"
        case .otherLength(let line, let expected, let other, let found):
            return "line \(line): expected \(expected) indices as on line \(other), found \(found); "
                + "one element takes one line"
        case .outOfRange(let line, let entry, let found, let largest):
            return "line \(line), entry \(entry): index \(found) is outside 0…\(largest); indices count from 0"
        case .twice(let line, let index, let entries, let missing):
            return "line \(line): index \(index) stands there twice, as entries \(entries[0]) and \(entries[1]), and "
                + "\(missing) not at all; a permutation has each index once"
        case .sameLine(let line, let earlier):
            return "lines \(earlier) and \(line) are the same permutation; delete one of the two"
        case .noIdentity(let last):
            return "identity axiom: no line leaves every pixel in place; add the line 0 1 2 … \(last)"
        case .identityAlone(let line):
            return "the identity on line \(line) is the only element, and there is nothing to be invariant to; "
                + "add another element"
        case .notClosed(let a, let b, let product):
            let begin = product.map(String.init).joined(separator: " ")
            if a == b {
                return "closure axiom: line \(a) applied twice is on no line; add it (entry i is the entry of line \(a) at "
                    + "the index on line \(a): \(begin) …), or delete line \(a)"
            }
            return "closure axiom: the product of lines \(a) and \(b) is on no line; add it (entry i is the entry of "
                + "line \(b) at the index on line \(a): \(begin) …), or delete one of the two"
        case .changed(let expected, let found):
            return "has other permutations: expected the digest \(expected), found \(found); bring the file back"
        case .noGroup(let error): return "\(error)"
        }
    }
}
