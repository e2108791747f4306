/// Writes HTML: every text and every attribute goes through `escaped`, and every tag that is opened is closed.
struct HTMLWriter {
    private(set) var text = ""

    /// `<name attribute="value">…</name>`.
    ///
    /// - Parameter attributes: names are the program's own; those whose value is nil are left out, those with an empty
    ///   value stand without one (`open`).
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        content(&self)
        text += "</\(name)>"
        if Self.blocks.contains(name) { text += "\n" }
    }

    /// An element with nothing but a text in it.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String?>, _ content: String) {
        element(name, attributes) { $0.add(content) }
    }

    mutating func element(_ name: String, _ content: String) { element(name, [:], content) }

    /// An element that has no content and no end tag: `meta`, `br`.
    mutating func void(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) {
        open(name, attributes)
        if name != "br" { text += "\n" }
    }

    mutating func add(_ plain: String) { text += Self.escaped(plain) }

    /// What is HTML already: the program's own style sheet, an SVG by `SVGCanvas`.
    mutating func raw(_ html: String) { text += html }

    private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
        text += "<" + name
        for case (let key, let value?) in attributes {
            text += value.isEmpty ? " " + key : " \(key)=\"\(Self.escaped(value))\""
        }
        text += ">"
    }

    /// Line breaks and tabs stay, as a sweep file has them; other control characters, which HTML may not hold, become
    /// the sign for what cannot be shown. So do those that turn the direction of writing: a reason or name must not
    /// rearrange the words around it.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            case "\r": continue
            case "\n", "\t": result.append(scalar)
            default: result.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return String(result)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0 ..< 0x20, 0x7F ... 0x9F, 0x202A ... 0x202E, 0x2066 ... 0x2069, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    /// After these a new line begins, for whoever reads the file.
    private static let blocks: Set<String> = [
        "html", "head", "body", "header", "nav", "main", "section", "footer", "title", "style", "h1", "h2", "h3", "p",
        "table", "thead", "tbody", "tr", "figure", "figcaption", "details", "summary", "div", "pre", "dl", "dd", "ul",
        "li",
    ]
}
