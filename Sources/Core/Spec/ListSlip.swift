/// Lists that somebody wrote as one word: `R4, T3` and `WT DA` without brackets, `128-128` for two layers, `0-9` for ten
/// seeds.
enum ListSlip {
    /// A range of more entries is not spelt out.
    private static let longest = 12

    /// The list as YAML has it; nil where some part of the text is no entry, or where there is one part only.
    /// - Parameters:
    ///   - text: what was written in the place of the list, or of an entry.
    ///   - kind: what was expected there. Of several forms the list counts.
    static func meant(_ text: String, as kind: ValueKind) -> String? {
        switch kind {
        case .either(let kinds): kinds.lazy.compactMap { meant(text, as: $0) }.first
        case .list(let entry, let distinct, _): entries(text, of: entry, distinct: distinct).map { "[\($0.joined(separator: ", "))]" }
        default: nil
        }
    }

    private static func entries(_ text: String, of entry: ValueKind, distinct: Bool) -> [String]? {
        if distinct, case .integer(let valid) = entry, let numbers = range(text, within: valid) { return numbers }
        let separators: Set<Character> =
            switch entry {
            // Seeds that are no range are no guess either; layers cannot be a range: `128-128` and `128x64` are two.
            case .integer where distinct: [" ", ",", ";"]
            case .integer: [" ", ",", ";", "-", "x", "×"]
            // `0,5` may be a decimal comma (`SpecNode.found`).
            case .number: text.contains(", ") ? [" ", ",", ";"] : [" ", ";"]
            default: [" ", ",", ";", "+", "&", "/"]
            }
        let parts = text.split(whereSeparator: separators.contains).map(String.init)
        guard parts.count > 1, parts.allSatisfy({ isEntry($0, entry) }), !distinct || Set(parts).count == parts.count else {
            return nil
        }
        return parts
    }

    /// `0-9`, `0..9`, `0…9`, `0:9`
    private static func range(_ text: String, within valid: ClosedRange<Int>) -> [String]? {
        let ends = text.filter { $0 != " " }.replacing("..", with: "…").split(whereSeparator: { "-–…:".contains($0) }).map { Int($0) }
        guard text.first?.isNumber == true, ends.count == 2, let first = ends[0], let last = ends[1], first < last,
            last - first < longest, valid.contains(first), valid.contains(last)
        else { return nil }
        return (first ... last).map { "\($0)" }
    }

    private static func isEntry(_ text: String, _ kind: ValueKind) -> Bool {
        switch kind {
        case .integer(let range): SpecNumber.digits(text).flatMap { Int($0) }.map(range.contains) ?? false
        case .number(let range): SpecNumber.parse(text).map(range.contains) ?? false
        case .word(let words): words.contains(text)
        case .group: GroupName(text).map { !$0.isOwn } ?? false
        default: false
        }
    }
}
