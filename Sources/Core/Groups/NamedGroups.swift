extension PermutationGroup {
    /// The group that a name stands for, on images of this size.
    /// - Throws: `.notLoaded` for a user's own group, whose permutations no name can tell: `OwnGroup` has them.
    public init(_ name: GroupName, height: Int, width: Int) throws(GroupError) {
        let text = name.description
        let elements: [(name: String, source: [Int])]
        switch name.kind {
        case .own: throw .notLoaded(group: text)
        case .rotation, .dihedral:
            guard height == width else { throw .notSquare(group: text, height: height, width: width) }
            elements = Self.rotations(side: height, mirrored: name.kind == .dihedral)
        case .flip:
            elements = [
                ("e", Array(0 ..< height * width)),
                ("m", Self.sources(height, width) { x, y in (width - 1 - x, y) }),
            ]
        case .translation(let order, let axis):
            let length = axis == .x ? width : height
            guard length % order == 0 else {
                throw .doesNotDivide(group: text, order: order, axis: axis, length: length)
            }
            elements = (0 ..< order).map { k in
                let shift = k * (length / order)
                let back = length - shift
                let source =
                    axis == .x
                    ? Self.sources(height, width) { x, y in ((x + back) % width, y) }
                    : Self.sources(height, width) { x, y in (x, (y + back) % height) }
                return (k == 0 ? "e" : "\(axis)\(shift)", source)
            }
        }
        try self.init(name: text, height: height, width: width, elements: elements)
    }

    /// Counter-clockwise: the pixel at (x, y), y downwards, comes from (side − 1 − y, x).
    private static func rotations(side: Int, mirrored: Bool) -> [(name: String, source: [Int])] {
        let last = side - 1
        let turns: [(String, (Int, Int) -> (Int, Int))] = [
            ("", { x, y in (x, y) }),
            ("r90", { x, y in (last - y, x) }),
            ("r180", { x, y in (last - x, last - y) }),
            ("r270", { x, y in (y, last - x) }),
        ]
        var elements = turns.map { name, from in (name: name.isEmpty ? "e" : name, source: sources(side, side, from)) }
        if mirrored {
            // First mirrored, then turned.
            elements += turns.map { name, from in
                let source = sources(side, side) { x, y in
                    let turned = from(x, y)
                    return (last - turned.0, turned.1)
                }
                return (name: "m" + name, source: source)
            }
        }
        return elements
    }

    private static func sources(_ height: Int, _ width: Int, _ from: (Int, Int) -> (Int, Int)) -> [Int] {
        (0 ..< height * width).map { p in
            let (x, y) = from(p % width, p / width)
            return y * width + x
        }
    }
}
