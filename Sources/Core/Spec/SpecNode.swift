/// A value of a sweep file with the place it was written at: aliases resolved, merge keys applied.
struct SpecNode: Sendable {
    struct Entry: Sendable {
        var key: String
        var place: SourcePlace
        var value: SpecNode
    }

    enum Content: Sendable {
        /// A quoted scalar is text whatever it looks like.
        case scalar(String, quoted: Bool)
        case list([SpecNode])
        case mapping([Entry])
    }

    var content: Content
    var place: SourcePlace

    init(_ content: Content, _ place: SourcePlace) {
        self.content = content
        self.place = place
    }

    /// A plain scalar that YAML reads as null.
    var isNothing: Bool {
        guard case .scalar(let text, quoted: false) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    var text: String? {
        guard case .scalar(let text, _) = content, !isNothing else { return nil }
        return text
    }

    /// A plain scalar of decimal digits; `10_000` may be grouped by underscores, as YAML 1.1 allows.
    var integer: Int? {
        guard case .scalar(let text, quoted: false) = content, let body = SpecNumber.digits(text) else { return nil }
        return Int(body)
    }

    /// A plain scalar that is a decimal number. May be infinite, where the text is too large or says so.
    var number: Double? {
        guard case .scalar(let text, quoted: false) = content else { return nil }
        return SpecNumber.parse(text)
    }

    /// A list's entries; one scalar counts as a list of itself.
    var entriesOrSelf: [SpecNode] {
        switch content {
        case .list(let nodes): nodes
        case .scalar: [self]
        case .mapping: []
        }
    }

    subscript(_ key: String) -> SpecNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The value at a dotted path.
    func at(_ path: String) -> SpecNode? {
        path.split(separator: ".").reduce(self as SpecNode?) { node, part in node?[String(part)] }
    }

    /// What this is, for an error's "found …".
    var found: String {
        switch content {
        case .scalar(let text, let quoted):
            if isNothing { return "nothing" }
            if !quoted, SpecNumber.parse(text) != nil { return "the number \(text)" }
            if !quoted, text == "true" || text == "false" { return text }
            // A decimal comma.
            if !quoted, text.count(where: { $0 == "," }) == 1, !text.contains(".") {
                let point = text.replacing(",", with: ".")
                if SpecNumber.parse(point) != nil { return "the text \"\(text)\" (as a number: \(point))" }
            }
            return "the text \"\(text)\""
        case .list(let nodes): return nodes.isEmpty ? "an empty list" : "a list"
        case .mapping: return "a mapping"
        }
    }
}

/// Numbers as a sweep file writes them.
enum SpecNumber {
    /// The text without grouping underscores where it is an integer in decimal digits, else nil.
    static func digits(_ text: String) -> String? {
        var body = text[...]
        let negative = body.first == "-"
        if negative || body.first == "+" { body = body.dropFirst() }
        guard let first = body.first, isDigit(first), body.allSatisfy({ isDigit($0) || $0 == "_" }) else { return nil }
        return (negative ? "-" : "") + body.filter { $0 != "_" }
    }

    /// Decimal numbers and YAML's `.inf` and `.nan`; not Swift's hexadecimal, not `inf`. What is too
    /// large for a double reads as infinite.
    static func parse(_ text: String) -> Double? {
        switch text.lowercased() {
        case ".inf", "+.inf": return .infinity
        case "-.inf": return -.infinity
        case ".nan": return .nan
        default: break
        }
        guard text.contains(where: isDigit), text.allSatisfy({ isDigit($0) || "+-._eE".contains($0) }),
            text.first != "_", text.first != "e", text.first != "E"
        else { return nil }
        return Double(text.filter { $0 != "_" })
    }

    private static func isDigit(_ character: Character) -> Bool { ("0" ... "9").contains(character) }
}
