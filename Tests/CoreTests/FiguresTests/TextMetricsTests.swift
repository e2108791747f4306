import Testing

@testable import Core

struct TextMetricsTests {
    @Test("widths are the table's")
    func widths() {
        // 0.6348 + 0.3173 em in DejaVu Sans, rounded up.
        #expect(TextMetrics.width("a", size: 1000) == 613)
        #expect(TextMetrics.width("0.95", size: 10) == (3 * 637 + 318) / 100.0)
        #expect(TextMetrics.width("σ", size: 1000) == 634)
        #expect(TextMetrics.width("M", size: 1000, weight: .bold) == 996)
        #expect(TextMetrics.width("e\u{301}", size: 1000) == TextMetrics.width("e", size: 1000))
        #expect(TextMetrics.width("字", size: 1000) == 1000)
    }

    @Test("lines and cut texts keep to their width and lose no word that fits", arguments: [5.0, 20, 47, 80, 300])
    func wrapping(width: Double) {
        let text = FigureExamples.long + "  and   more"
        let lines = TextMetrics.lines(text, width: width, size: 8)
        let widest = TextMetrics.width("W", size: 8)
        for line in lines { #expect(TextMetrics.width(line, size: 8) <= max(width, widest), "\(line)") }
        let letters = { (text: String) in text.filter { !$0.isWhitespace } }
        #expect(letters(lines.joined()) == letters(text))
        let few = TextMetrics.lines(text, width: width, size: 8, limit: 2)
        #expect(few.count <= 2)
        if few.count < lines.count { #expect(few.last?.hasSuffix("…") == true) }
        let cut = TextMetrics.cut(text, to: width, size: 8)
        #expect(cut == "…" || TextMetrics.width(cut, size: 8) <= width)
    }

    @Test("a file's name is broken after its signs")
    func breaking() {
        let width = TextMetrics.width("pens.json", size: 8)
        #expect(TextMetrics.lines("orbit_of_pens.json", width: width, size: 8) == ["orbit_of_", "pens.json"])
        #expect(TextMetrics.lines("", width: 5, size: 8) == [])
        #expect(TextMetrics.lines("a b", width: 0, size: 8) == ["a", "b"])
    }

    @Test("boxes of turned texts")
    func boxes() {
        let width = TextMetrics.width("abc", size: 10)
        let up = FigureText("abc", at: FigurePoint(50, 60), size: 10, anchor: .start, rotation: .up).box
        #expect(up == FigureBox(x: 42.4, y: 60 - width, width: 10, height: width))
        let down = FigureText(
            "abc", at: FigurePoint(50, 60), size: 10, anchor: .start, alignment: .top, rotation: .down
        ).box
        #expect(abs(down.maxX - 50) < 1e-9 && down.y == 60)
        let middle = FigureText("abc", at: FigurePoint(50, 60), size: 10, anchor: .middle, alignment: .middle).box
        #expect(abs(middle.middle.x - 50) < 1e-9 && abs(middle.middle.y - 60) < 1e-9)
    }
}
