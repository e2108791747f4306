/// The name of a group of image symmetries as it stands in a sweep file, for instance `R4`, `T3`,
/// `T4y`, `D4`, `F2`. Which permutations it stands for depends on the image size
/// (`PermutationGroup`).
public struct GroupName: Hashable, Sendable, Codable, CustomStringConvertible {
    public enum Axis: String, Sendable, Codable { case x, y }

    public enum Kind: Hashable, Sendable, Codable {
        /// Rotations by 90°·k, counter-clockwise (paper: R₄²).
        case rotation
        /// Cyclic shifts by (length / order)·k pixels (paper: T₃²).
        case translation(order: Int, axis: Axis)
        /// Rotations by 90° and their mirror images: 8 elements.
        case dihedral
        /// Identity and the left-right mirror image.
        case flip
    }

    public let kind: Kind

    /// Nil where the text names no group this program knows. `Tn` needs n ≥ 2 and means x.
    public init?(_ text: String) {
        switch text {
        case "R4": kind = .rotation
        case "D4": kind = .dihedral
        case "F2": kind = .flip
        default:
            guard text.first == "T" else { return nil }
            var digits = text.dropFirst()
            var axis = Axis.x
            if let last = digits.last, let named = Axis(rawValue: String(last)) {
                axis = named
                digits = digits.dropLast()
            }
            guard let first = digits.first, first != "0", digits.allSatisfy({ ("0" ... "9").contains($0) }),
                let order = Int(digits), order >= 2
            else { return nil }
            kind = .translation(order: order, axis: axis)
        }
    }

    /// The canonical spelling: `T3x` is written `T3`.
    public var description: String {
        switch kind {
        case .rotation: "R4"
        case .dihedral: "D4"
        case .flip: "F2"
        case .translation(let order, .x): "T\(order)"
        case .translation(let order, .y): "T\(order)y"
        }
    }

    /// The number of group elements, |G|.
    public var order: Int {
        switch kind {
        case .rotation: 4
        case .dihedral: 8
        case .flip: 2
        case .translation(let order, _): order
        }
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let name = GroupName(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' names no group"))
        }
        self = name
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
