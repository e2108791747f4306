/// How wide text is, from a table of the program's own: the layout must not depend on the fonts that a
/// machine has.
///
/// The widths are those of DejaVu Sans, which is among the widest of the common sans-serif fonts: text
/// set in Verdana, Helvetica or Arial instead takes less room, never more.
public enum TextMetrics {
    /// Above the baseline, as part of the size: the head of `b`.
    static let ascent = 0.76
    /// Below the baseline: the foot of `g`.
    static let descent = 0.24
    /// From one line of a block to the next.
    static let lineHeight = 1.25

    /// In points. - Parameter size: in points.
    public static func width(_ text: String, size: Double, weight: FigureText.Weight = .regular) -> Double {
        var thousandths = 0
        for scalar in text.unicodeScalars { thousandths += advance(scalar, weight) }
        return Double(thousandths) * size / 1000
    }

    /// Cut to a width, with an ellipsis at its end; whole where it fits.
    static func cut(_ text: String, to width: Double, size: Double, weight: FigureText.Weight = .regular) -> String {
        if self.width(text, size: size, weight: weight) <= width { return text }
        var kept = Array(text)
        while !kept.isEmpty {
            kept.removeLast()
            while kept.last == " " { kept.removeLast() }
            let candidate = String(kept) + "…"
            if self.width(candidate, size: size, weight: weight) <= width { return candidate }
        }
        return "…"
    }

    /// Broken at spaces into lines of at most `width`, and inside of a word where it alone is wider. What
    /// comes after the last allowed line is cut.
    static func lines(
        _ text: String, width: Double, size: Double, weight: FigureText.Weight = .regular, limit: Int = .max
    ) -> [String] {
        var lines: [String] = []
        var rest = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        while var first = rest.popFirst() {
            if lines.count == limit - 1 {
                lines.append(cut(([first] + rest).joined(separator: " "), to: width, size: size, weight: weight))
                return lines
            }
            if self.width(first, size: size, weight: weight) > width {
                let head = fitting(first, width: width, size: size, weight: weight)
                if head.count < first.count { rest = [String(first.dropFirst(head.count))] + rest }
                first = head
                lines.append(first)
                continue
            }
            var line = first
            while let next = rest.first, self.width(line + " " + next, size: size, weight: weight) <= width {
                line += " " + next
                rest = rest.dropFirst()
            }
            lines.append(line)
        }
        return lines
    }

    /// The longest beginning that fits, and one letter at least; ended after a sign such as `.` or `_` where one
    /// stands in its second half.
    private static func fitting(_ word: String, width: Double, size: Double, weight: FigureText.Weight) -> String {
        var kept = ""
        for letter in word {
            guard self.width(kept + String(letter), size: size, weight: weight) <= width || kept.isEmpty else { break }
            kept.append(letter)
        }
        // A word of one letter is whole; the caller needs some of it to be left.
        if kept.count == word.count { return kept }
        if let end = kept.lastIndex(where: { "._-/,".contains($0) }) {
            let head = kept[...end]
            if head.count * 2 > kept.count { return String(head) }
        }
        return kept
    }

    private static func advance(_ scalar: Unicode.Scalar, _ weight: FigureText.Weight) -> Int {
        let (ascii, latin) =
            weight == .bold ? (TextWidths.boldASCII, TextWidths.boldLatin) : (TextWidths.ascii, TextWidths.latin)
        switch scalar.value {
        case 32 ... 126: return ascii[Int(scalar.value) - 32]
        case 160 ... 255: return latin[Int(scalar.value) - 160]
        // Marks that stand on the letter before them.
        case 0x300 ... 0x36F, 0x200B ... 0x200F: return 0
        default:
            // No bold sign of the table is more than a third wider. Unknown signs: as a full-width one.
            let width = TextWidths.others[scalar] ?? 1000
            return weight == .bold ? width * 4 / 3 : width
        }
    }
}
