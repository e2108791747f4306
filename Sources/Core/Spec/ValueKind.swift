/// What a value of a sweep file may be. Data, not code: the reader checks by it, and so can whatever
/// explains the format to people and to editors.
public indirect enum ValueKind: Sendable {
    /// Text that can name a folder.
    case name
    case integer(ClosedRange<Int>)
    case number(NumberRange)
    /// One of these words.
    case word([String])
    /// Any text; of what, as it follows "expected".
    case text(String)
    /// The name of a symmetry group, or a group of the user's own as keys.
    case group
    /// A measure and a threshold: `SI >= 0.95`.
    case condition
    /// At least one entry. `distinct`: none twice. `single`: one entry may stand without brackets.
    case list(of: ValueKind, distinct: Bool, single: Bool)
    /// Exactly these, in this order.
    case tuple([ValueKind])
    /// Keys with values. `shorthand`: the key that a bare word stands for.
    case mapping([KeySchema], shorthand: String?)
    /// Whichever has the shape of what was written. At most one for each shape.
    case either([ValueKind])

    /// What a person should write here, as it follows "expected".
    public var expectation: String {
        switch self {
        case .name: "a name of letters, digits, '-', '_' and '.'"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number \(range)"
        case .word(let words): "one of \(words.joined(separator: ", "))"
        case .text(let what): what
        case .group: "a group such as R4 or T3, or {name: mine, permutations: my_group.txt}"
        case .condition: "a measure and a threshold, such as SI >= 0.95"
        case .list(let kind, _, _): "a list, each entry \(kind.expectation)"
        case .tuple(let kinds): "a list of \(kinds.map(\.expectation).joined(separator: ", "))"
        case .mapping(let keys, nil): "the keys \(keys.map(\.name).joined(separator: ", "))"
        case .mapping(let keys, .some):
            "a word, or the keys \(keys.map(\.name).joined(separator: ", "))"
        case .either(let kinds): kinds.map(\.expectation).joined(separator: ", or ")
        }
    }

    /// The words that it takes, at any depth of lists.
    var words: [String] {
        switch self {
        case .word(let words): words
        case .list(let kind, _, _): kind.words
        case .tuple(let kinds), .either(let kinds): kinds.flatMap(\.words)
        case .mapping(let keys, let shorthand): keys.first { $0.name == shorthand }?.kind.words ?? []
        default: []
        }
    }

    /// Whether this kind is written as `node` is; what it holds is another matter.
    func hasShape(of node: SpecNode) -> Bool {
        switch (self, node.content) {
        case (.either(let kinds), _): kinds.contains { $0.hasShape(of: node) }
        case (.list, .list), (.tuple, .list), (.mapping, .mapping), (.group, .mapping): true
        case (.list(_, _, let single), .scalar): single && !node.isNothing
        case (.tuple, _), (.mapping, _), (_, .list), (_, .mapping): false
        default: true
        }
    }
}

/// An interval of numbers, the lower end open or closed, the upper one closed; both infinities lie outside.
public struct NumberRange: Sendable, CustomStringConvertible {
    /// The lower end.
    public let lower: Double
    /// The upper end, which lies inside.
    public let upper: Double
    /// Whether `lower` itself lies outside.
    public let excludesLower: Bool

    static func above(_ lower: Double, through upper: Double) -> NumberRange {
        NumberRange(lower: lower, upper: upper, excludesLower: true)
    }

    static func from(_ lower: Double, through upper: Double) -> NumberRange {
        NumberRange(lower: lower, upper: upper, excludesLower: false)
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() ? SpecWriter.number(value) : value.description
    }

    /// Whether a number lies inside; NaN and both infinities do not.
    public func contains(_ value: Double) -> Bool {
        (excludesLower ? value > lower : value >= lower) && value <= upper
    }

    /// As it follows "a number": `from 0 to 1`, `greater than 0 and at most 10`.
    public var description: String {
        let (lower, upper) = (Self.text(lower), Self.text(upper))
        return excludesLower ? "greater than \(lower) and at most \(upper)" : "from \(lower) to \(upper)"
    }
}
