/// Why some permutations are no group of image symmetries.
public enum GroupError: Error, Hashable, CustomStringConvertible {
    case empty(group: String)
    case imageTooLarge(group: String, pixels: Int)
    case wrongLength(group: String, element: String, expected: Int, found: Int)
    case pixelOutside(group: String, element: String, place: Int, pixel: Int, pixels: Int)
    case pixelTwice(group: String, element: String, pixel: Int)
    case repeated(group: String, element: String, earlier: String)
    case noIdentity(group: String, first: String)
    case notClosed(group: String, a: String, b: String)
    case noInverse(group: String, element: String)
    case notAssociative(group: String, a: String, b: String, c: String)
    case notSquare(group: String, height: Int, width: Int)
    /// A user's own group without its file.
    case notLoaded(group: String)
    /// `padded` and `bare`: pixels of the image with and without its padding.
    case otherSize(group: String, height: Int, width: Int, padded: Int, bare: Int, found: Int)
    case doesNotDivide(group: String, order: Int, axis: GroupName.Axis, length: Int)

    /// For people: the group, the elements or numbers at fault, and what would do.
    public var description: String {
        switch self {
        case .empty(let group):
            "group \(group): no elements; a group has at least the identity"
        case .imageTooLarge(let group, let pixels):
            "group \(group): \(pixels) pixels; images of up to 65,536 pixels are supported"
        case .wrongLength(let group, let element, let expected, let found):
            "group \(group), element \(element): expected a permutation of \(expected) pixels, found \(found) numbers"
        case .pixelOutside(let group, let element, let place, let pixel, let pixels):
            "group \(group), element \(element), place \(place): pixel \(pixel) is outside 0…\(pixels - 1)"
        case .pixelTwice(let group, let element, let pixel):
            "group \(group), element \(element): pixel \(pixel) stands there twice; a permutation names each once"
        case .repeated(let group, let element, let earlier):
            "group \(group): elements \(earlier) and \(element) are the same permutation; name each once"
        case .noIdentity(let group, let first):
            "group \(group), identity axiom: the first element (\(first)) must leave every pixel in place"
        case .notClosed(let group, let a, let b):
            "group \(group), closure axiom: the product of \(a) and \(b) is not among the elements"
        case .noInverse(let group, let element):
            "group \(group), inverse axiom: no element undoes \(element)"
        case .notAssociative(let group, let a, let b, let c):
            "group \(group), associativity axiom: (\(a)·\(b))·\(c) differs from \(a)·(\(b)·\(c))"
        case .notSquare(let group, let height, let width):
            "group \(group): rotations by 90° need a square image, and it is \(width)×\(height)"
        case .notLoaded(let group):
            "group \(group): its permutation file is not here; give the sweep file that names it"
        case .otherSize(let group, let height, let width, let padded, let bare, let found):
            "group \(group): expected permutations of \(padded) pixels (the padded \(width)×\(height) image)"
                + (bare == padded ? "" : " or \(bare) (without its padding, which then stays in place)")
                + ", found \(found)"
        case .doesNotDivide(let group, let order, let axis, let length):
            "group \(group): \(order) does not divide the image's length along \(axis), \(length) pixels; "
                + "these do: \((2 ... max(2, length)).filter { length % $0 == 0 }.map(String.init).joined(separator: ", "))"
        }
    }
}
