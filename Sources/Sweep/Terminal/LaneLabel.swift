/// What a lane's job is called where there is little room. What tells lanes apart, ν and the seed, stands at the end and is
/// kept longest; a number is shown whole or not at all, since a part of it is another number.
struct LaneLabel {
    /// `wide: R4 IR logit ν=17.78 seed 0`; from a status file it may be anything.
    let text: String
    /// Whether it is worked on before its search asked for it.
    let isAhead: Bool

    private static let ahead = " (ahead)"

    var whole: String { marked(text) }

    /// How much a label says.
    private enum Detail: CaseIterable {
        case all
        /// Without the regulariser's name: most sweeps have one.
        case withoutRegulariser
        /// And `s0` for `seed 0`.
        case shortSeed
    }

    /// Labels that stand under each other, no wider than that: all in the longest form in which all of them fit. One that
    /// fits in none is cut further by itself.
    static func cut(_ labels: [LaneLabel], to width: Int) -> [String] {
        let detail = Detail.allCases.first { detail in labels.allSatisfy { $0.at(detail).count <= width } }
        return labels.map { label in detail.map { label.at($0) } ?? label.cut(to: width, from: .shortSeed) }
    }

    /// The longest form that is no wider.
    func cut(to width: Int) -> String { cut(to: width, from: .all) }

    private func at(_ detail: Detail) -> String { marked(text(detail)) }

    private func marked(_ text: String) -> String { isAhead ? text + Self.ahead : text }

    private func cut(to width: Int, from detail: Detail) -> String {
        let forms = forms(from: detail)
        let hasNu = text.contains("ν=")
        let ahead = isAhead ? forms.prefix { !hasNu || $0.contains("ν=") }.map { $0 + Self.ahead } : []
        return (ahead + forms).first { $0.count <= width } ?? "…"
    }

    private func words(_ detail: Detail) -> [String] {
        var words = text.split(separator: " ").map(String.init)
        if detail != .all, let nu = words.firstIndex(where: { $0.hasPrefix("ν=") }), nu >= 3 { words.remove(at: nu - 1) }
        if detail == .shortSeed, words.count >= 3, words[words.count - 2] == "seed" {
            words.replaceSubrange(words.count - 2 ..< words.count, with: ["s" + words[words.count - 1]])
        }
        return words
    }

    private func text(_ detail: Detail) -> String { detail == .all ? text : words(detail).joined(separator: " ") }

    private func forms(from detail: Detail) -> [String] {
        var forms = Detail.allCases.drop { $0 != detail }.map { text($0) }
        let words = words(.shortSeed)
        // Out of the middle, then from the beginning.
        for dropped in 1 ..< max(1, words.count - 1) where words.count > 3 && dropped < words.count - 2 {
            forms.append("\(words[0])…" + words.dropFirst(1 + dropped).joined(separator: " "))
        }
        for dropped in 1 ..< max(1, words.count) { forms.append("…" + words.dropFirst(dropped).joined(separator: " ")) }
        return forms
    }
}
