extension PermutationGroup {
    /// The group that a name stands for, on images of this size.
    /// - Throws: `.notLoaded` for a user's own group, whose permutations no name can tell: `OwnGroup` has them.
    public init(_ name: GroupName, height: Int, width: Int) throws(GroupError) {
        let text = name.description
        let elements: [(name: String, source: [Int])]
        switch name.kind {
        case .own: throw .notLoaded(group: text)
        case .listed(let listed):
            guard height == width || !listed.definition.needsSquare else {
                throw .notSquare(group: text, height: height, width: width)
            }
            elements = listed.definition.elements.map { name, from in
                (name, Self.sources(height, width) { x, y in from(x, y, width - 1, height - 1) })
            }
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

    private static func sources(_ height: Int, _ width: Int, _ from: (Int, Int) -> (Int, Int)) -> [Int] {
        (0 ..< height * width).map { p in
            let (x, y) = from(p % width, p / width)
            return y * width + x
        }
    }
}
