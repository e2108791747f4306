/// The square images that a permutation file is for: what the length of its lines is held against.
public struct OwnGroupSizes: Sendable, Hashable {
    /// Pixels of an image's side before padding: the same for all sets that are known.
    static let side = 28

    /// Sides of the images, ascending; the bare one is always among them.
    let sides: [Int]

    /// - Parameter pads: paddings that are asked for, pixels on each side.
    public init(pads: [Int]) { sides = Set([0] + pads).map { Self.side + 2 * $0 }.sorted() }

    /// Whether there is a padding with which images have so many pixels. Whether it is one that is asked for is judged
    /// elsewhere: there the padding may be what is wrong.
    static func isImage(pixels: Int) -> Bool {
        (0 ... PreparedData.largestPad).contains { (side + 2 * $0) * (side + 2 * $0) == pixels }
    }

    /// `784 entries (28×28) or 1296 (36×36 with its padding)`
    static func text(_ sides: [Int]) -> String {
        sides.enumerated().map { index, side in
            "\(side * side)\(index == 0 ? " entries" : "") (\(side)×\(side)\(side > Self.side ? " with its padding" : ""))"
        }.joined(separator: " or ")
    }
}
