/// A group with a name of its own: one file, and one line in `GroupName.listed`. (Cyclic shifts have many names, and
/// a user's own group comes from a file: `GroupName` knows both.)
protocol GroupDefinition: Sendable {
    /// In sweep files, journals and tables; no other group's, no `T` with a number, no `#`.
    static var name: String { get }
    /// One sentence, for `sweep explain`.
    static var meaning: String { get }
    /// |G|.
    static var order: Int { get }
    /// Whether images must be square.
    static var needsSquare: Bool { get }
    /// The elements, the identity first, with short names for columns; as many as `order`.
    static var elements: [(name: String, from: PixelSource)] { get }
}

/// Where the pixel of gx at (x, y) comes from, x to the right, y downwards, (0, 0) the upper left.
/// - Parameters:
///   - right, bottom: the largest x and y.
typealias PixelSource = (_ x: Int, _ y: Int, _ right: Int, _ bottom: Int) -> (x: Int, y: Int)

/// `R4`: rotations by 90°·k, counter-clockwise (paper: R₄²).
enum Rotations: GroupDefinition {
    static var name: String { "R4" }
    static var meaning: String { "Rotations by 0°, 90°, 180° and 270°." }
    static var order: Int { 4 }
    static var needsSquare: Bool { true }
    static var elements: [(name: String, from: PixelSource)] {
        [
            ("e", { x, y, _, _ in (x, y) }),
            // Of a square: right is bottom.
            ("r90", { x, y, last, _ in (last - y, x) }),
            ("r180", { x, y, last, _ in (last - x, last - y) }),
            ("r270", { x, y, last, _ in (y, last - x) }),
        ]
    }
}

/// `D4`: rotations by 90° and their mirror images, first mirrored, then turned.
enum Dihedral: GroupDefinition {
    static var name: String { "D4" }
    static var meaning: String { "Rotations by 90° and their mirror images, eight in all." }
    static var order: Int { 8 }
    static var needsSquare: Bool { true }
    static var elements: [(name: String, from: PixelSource)] {
        Rotations.elements
            + Rotations.elements.map { name, from in
                (
                    name == "e" ? "m" : "m" + name,
                    { x, y, right, bottom in
                        let turned = from(x, y, right, bottom)
                        return (right - turned.x, turned.y)
                    }
                )
            }
    }
}

/// `F2`: identity and the left-right mirror image.
enum Flip: GroupDefinition {
    static var name: String { "F2" }
    static var meaning: String { "The image and its left-right mirror image." }
    static var order: Int { 2 }
    static var needsSquare: Bool { false }
    static var elements: [(name: String, from: PixelSource)] {
        [("e", { x, y, _, _ in (x, y) }), ("m", { x, y, right, _ in (right - x, y) })]
    }
}
