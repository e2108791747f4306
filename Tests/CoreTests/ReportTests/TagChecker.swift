/// Takes a page apart into tags and texts, as strictly as XML would: what is wrong stands in `problems`.
struct TagChecker {
    struct Tag: Equatable {
        var name: String
        var attributes: [String: String]
    }

    private(set) var problems: [String] = []
    /// Those that open something, in their order.
    private(set) var tags: [Tag] = []
    /// Between the tags, with references resolved; without the style sheet.
    private(set) var text = ""
    private var open: [String] = []

    private static let voids: Set<String> = ["meta", "br"]

    init(_ html: String) {
        var rest = Array(html.unicodeScalars)[...]
        while let scalar = rest.first {
            if scalar == "<" {
                guard let end = rest.firstIndex(of: ">") else {
                    problems.append("a tag does not end: \(String(String.UnicodeScalarView(rest.prefix(40))))")
                    return
                }
                tag(String(String.UnicodeScalarView(rest[(rest.startIndex + 1) ..< end])))
                rest = rest[(end + 1)...]
                // Nothing is escaped in a style sheet, and nothing in ours looks like a tag.
                if open.last == "style" { rest = rest.drop { $0 != "<" } }
            } else {
                let end = rest.firstIndex(of: "<") ?? rest.endIndex
                text += resolved(String(String.UnicodeScalarView(rest[rest.startIndex ..< end])))
                rest = rest[end...]
            }
        }
        if !open.isEmpty { problems.append("left open: \(open)") }
    }

    func count(_ name: String) -> Int { tags.count { $0.name == name } }

    func values(_ attribute: String) -> [String] { tags.compactMap { $0.attributes[attribute] } }

    private mutating func tag(_ content: String) {
        if content.hasPrefix("!") { return }
        if content.hasPrefix("/") {
            let name = String(content.dropFirst())
            if open.popLast() != name { problems.append("</\(name)> closes another element") }
            return
        }
        let isClosed = content.hasSuffix("/")
        let body = isClosed ? String(content.dropLast()) : content
        guard let match = body.prefixMatch(of: /([A-Za-z][A-Za-z0-9]*)/) else {
            problems.append("no name: <\(content)>")
            return
        }
        let name = String(match.1)
        var attributes: [String: String] = [:]
        var rest = body[match.range.upperBound...]
        while let found = rest.prefixMatch(of: /\s+([A-Za-z:\-]+)(?:="([^"<]*)")?/) {
            if attributes[String(found.1)] != nil { problems.append("twice \(found.1) in <\(content)>") }
            attributes[String(found.1)] = resolved(String(found.2 ?? ""))
            rest = rest[found.range.upperBound...]
        }
        if !rest.allSatisfy(\.isWhitespace) { problems.append("not understood: '\(rest)' in <\(content)>") }
        tags.append(Tag(name: name, attributes: attributes))
        if !isClosed, !Self.voids.contains(name) { open.append(name) }
    }

    private mutating func resolved(_ text: String) -> String {
        if text.contains(">") { problems.append("'>' in \(text.prefix(60))") }
        var result = text
        for (name, sign) in [("lt", "<"), ("gt", ">"), ("quot", "\""), ("#39", "'"), ("amp", "&")] {
            let pieces = result.split(separator: "&\(name);", omittingEmptySubsequences: false)
            if name == "amp", pieces.contains(where: { $0.contains("&") && text.contains("& ") }) {
                problems.append("a bare '&' in \(text.prefix(60))")
            }
            result = pieces.joined(separator: sign)
        }
        return result
    }
}
