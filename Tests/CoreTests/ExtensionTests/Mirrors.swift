@testable import Core

/// `K4`: mirrored left-right, up-down, and both ways.
enum Mirrors: GroupDefinition {
    static var name: String { "K4" }
    static var meaning: String { "The image, its two mirror images and the half turn: Klein's four-group." }
    static var order: Int { 4 }
    static var needsSquare: Bool { false }
    static var elements: [(name: String, from: PixelSource)] {
        [
            ("e", { x, y, _, _ in (x, y) }),
            ("mx", { x, y, right, _ in (right - x, y) }),
            ("my", { x, y, _, bottom in (x, bottom - y) }),
            ("r180", { x, y, right, bottom in (right - x, bottom - y) }),
        ]
    }
}
