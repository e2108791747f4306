/// Lists in which somebody wrote decimal commas: `[0,5, 1,5]` is four numbers in YAML. What tells is that behind some
/// commas there is no space.
enum DecimalCommas {
    /// The list with decimal points; nil where its commas are those of a list.
    /// - Parameter nodes: its entries, of which nothing is known but that they are numbers.
    static func meant(_ nodes: [SpecNode]) -> [String]? {
        var groups: [[SpecNode]] = []
        for node in nodes {
            if let last = groups.last?.last, isTight(last, node) {
                groups[groups.count - 1].append(node)
            } else {
                groups.append([node])
            }
        }
        // Where no comma has a space, they are all of one kind.
        guard groups.count > 1, groups.allSatisfy({ $0.count <= 2 }), groups.contains(where: { $0.count == 2 }) else { return nil }
        let texts = groups.map { $0.compactMap(\.text).joined(separator: ".") }
        return texts.allSatisfy { SpecNumber.parse($0) != nil } ? texts : nil
    }

    /// Whether nothing but a comma can stand between two entries, and the second has digits only.
    private static func isTight(_ first: SpecNode, _ second: SpecNode) -> Bool {
        guard case .file(let path, let line, let column) = first.place, let text = first.text,
            case .file(path, line, let next) = second.place, let digits = second.text
        else { return false }
        return next == column + text.unicodeScalars.count + 1 && digits.allSatisfy(\.isNumber)
    }
}
