/// The name of a group of image symmetries as it stands in a sweep file, for instance `R4`, `T3`,
/// `T4y`, `D4`, `F2`. Which permutations it stands for depends on the image size
/// (`PermutationGroup`).
///
/// A group that the user brought (`OwnGroup`) is named by name, order and content: `mine#2-0123456789ab`.
/// So whatever is identified by its group's name is identified by the permutations, wherever the file lies.
public struct GroupName: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The list: a group that stands here is known to sweep files, `sweep explain`, journals and tables.
    static let listed: [any GroupDefinition.Type] = [Rotations.self, Dihedral.self, Flip.self]

    /// `R4, D4, F2`
    static var listedNames: String { listed.map { $0.name }.joined(separator: ", ") }

    /// Names for whoever mistyped one.
    static var examples: [String] { listed.map { $0.name } + ["T3"] }

    /// Whom completion offers: those with a name of their own, and shifts that divide the padded image's width of 36.
    public static var offered: [String] {
        listed.map { $0.name } + [2, 3, 4, 6].flatMap { ["T\($0)", "T\($0)y"] }
    }

    /// Of `T0`, `T1y` and the like, which no other name is near: what there is instead. Nil for other texts.
    static func shiftsInstead(of text: String) -> String? {
        let name = text.last.map { "xy".contains($0) } == true ? String(text.dropLast()) : text
        guard ["T0", "T1"].contains(name) else { return nil }
        return "shifts are by a half, a third, …: expected T2 or more, with a number that divides the width (of Tny the height)"
    }

    /// The direction of a shift: x to the right, y downwards.
    public enum Axis: String, Sendable, Codable { case x, y }

    /// What a name stands for.
    public enum Kind: Hashable, Sendable {
        /// One of `listed`.
        case listed(Listed)
        /// Cyclic shifts by (length / order)·k pixels (paper: T₃²).
        case translation(order: Int, axis: Axis)
        /// A user's own permutations.
        /// - Parameters:
        ///   - digest: `OwnGroup.digest`, 12 hexadecimal digits.
        ///   - order: |G|. Boxed, so that the names of 100,000 jobs stay small.
        indirect case own(name: String, digest: String, order: Int)
    }

    /// A group with a name of its own.
    public struct Listed: Hashable, Sendable {
        let definition: any GroupDefinition.Type

        /// By the definition behind the name.
        public static func == (a: Listed, b: Listed) -> Bool { a.definition == b.definition }
        /// By what `==` compares.
        public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(definition)) }
    }

    /// What the name stands for; its spelling is `description`.
    public let kind: Kind

    init(kind: Kind) { self.kind = kind }

    init(_ definition: any GroupDefinition.Type) { kind = .listed(Listed(definition: definition)) }

    /// Nil where the text names no group this program knows. `Tn` needs n ≥ 2 and means x.
    public init?(_ text: String) {
        if let definition = Self.listed.first(where: { $0.name == text }) {
            kind = .listed(Listed(definition: definition))
            return
        }
        if text.utf8.contains(UInt8(ascii: "#")) {
            guard let own = Self.own(text) else { return nil }
            kind = own
            return
        }
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

    /// The kind of `mine#2-0123456789ab`.
    private static func own(_ text: String) -> Kind? {
        let parts = text.split(separator: "#", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        let content = parts[1].split(separator: "-", omittingEmptySubsequences: false)
        guard content.count == 2, let order = Int(content[0]), order >= 2, "\(order)" == content[0],
            content[1].count == OwnGroup.digestLength,
            content[1].allSatisfy({ ("0" ... "9").contains($0) || ("a" ... "f").contains($0) })
        else { return nil }
        return .own(name: String(parts[0]), digest: String(content[1]), order: order)
    }

    /// The canonical spelling: `T3x` is written `T3`.
    public var description: String {
        switch kind {
        case .listed(let listed): listed.definition.name
        case .translation(let order, .x): "T\(order)"
        case .translation(let order, .y): "T\(order)y"
        case .own(let name, let digest, let order): "\(name)#\(order)-\(digest)"
        }
    }

    /// As tables and figures show it: of a user's own group the name alone.
    public var label: String {
        guard case .own(let name, _, _) = kind else { return description }
        return name
    }

    /// Whether it is a group that the user brought.
    public var isOwn: Bool {
        guard case .own = kind else { return false }
        return true
    }

    /// The number of group elements, |G|.
    public var order: Int {
        switch kind {
        case .listed(let listed): listed.definition.order
        case .translation(let order, _), .own(_, _, let order): order
        }
    }

    /// From its spelling. - Throws: `DecodingError` for a text that names no group.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let name = GroupName(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' names no group"))
        }
        self = name
    }

    /// The canonical spelling, `description`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
