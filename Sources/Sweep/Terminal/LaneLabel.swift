/// What a lane's job is called where there is little room. What tells lanes apart, ν and the seed, stands at the end and is
/// kept longest; a number is shown whole or not at all, since a part of it is another number.
struct LaneLabel {
    /// `wide: R4 IR logit ν=17.78 seed 0`; from a status file it may be anything.
    let text: String
    /// Whether it is worked on before its search asked for it.
    let isAhead: Bool

    private static let ahead = " (ahead)"

    var whole: String { isAhead ? text + Self.ahead : text }

    /// The longest form that is no wider.
    func cut(to width: Int) -> String {
        let forms = forms
        let hasNu = text.contains("ν=")
        let ahead = isAhead ? forms.prefix { !hasNu || $0.contains("ν=") }.map { $0 + Self.ahead } : []
        return (ahead + forms).first { $0.count <= width } ?? "…"
    }

    private var forms: [String] {
        var words = text.split(separator: " ").map(String.init)
        var forms = [text]
        // The regulariser's name: most sweeps have one.
        if let nu = words.firstIndex(where: { $0.hasPrefix("ν=") }), nu >= 3 {
            words.remove(at: nu - 1)
            forms.append(words.joined(separator: " "))
        }
        if words.count >= 3, words[words.count - 2] == "seed" {
            words.replaceSubrange(words.count - 2 ..< words.count, with: ["s" + words[words.count - 1]])
            forms.append(words.joined(separator: " "))
        }
        // Out of the middle, then from the beginning.
        for dropped in 1 ..< max(1, words.count - 1) where words.count > 3 && dropped < words.count - 2 {
            forms.append("\(words[0])…" + words.dropFirst(1 + dropped).joined(separator: " "))
        }
        for dropped in 1 ..< max(1, words.count) { forms.append("…" + words.dropFirst(dropped).joined(separator: " ")) }
        return forms
    }
}
