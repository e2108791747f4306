/// The table of a plan: a heading and rows of as many cells. Columns in which no row has anything are left out.
struct PlanTable {
    let rows: [[String]]
    /// How many columns are flush left; the others hold numbers.
    let left: Int

    /// Where nobody knows how broad the reader's page is, wider tables are tight.
    private static let usual = 80

    init(rows: [[String]], left: Int) {
        let kept = (rows.first ?? []).indices.filter { column in rows.dropFirst().contains { !$0[column].isEmpty } }
        self.rows = rows.map { row in kept.map { row[$0] } }
        self.left = kept.count { $0 < left }
    }

    /// Columns as wide as their widest cell, tight where they would be too wide otherwise. On a terminal that is narrower
    /// still each row is told in words, with its heading at every number: nothing is left out, and nothing torn.
    /// - Parameter columns: of the terminal; nil where there is none.
    func text(columns: Int?) -> String {
        let width = widths.reduce(0, +)
        let gaps = widths.count - 1
        if width + 2 * gaps <= columns.map({ $0 - 1 }) ?? Self.usual { return table(gap: "  ") }
        guard let columns, width + gaps >= columns else { return table(gap: " ") }
        return rows.dropFirst().flatMap { words($0, columns) }.map { $0 + "\n" }.joined()
    }

    private var widths: [Int] { rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 } }

    private func table(gap: String) -> String {
        let widths = widths
        return rows.map { row in
            row.enumerated().map { column, cell in
                column < left ? cell.padding(to: widths[column]) : cell.indented(to: widths[column])
            }.joined(separator: gap).trimmedAtEnd + "\n"
        }.joined()
    }

    /// `R4 IR logit smallest SI >= 0.95` and below it, set in, `4 new, about 20 to search, 1 h 04 min on one lane`.
    private func words(_ row: [String], _ columns: Int) -> [String] {
        let name = row.prefix(left).filter { !$0.isEmpty }.joined(separator: " ")
        let facts = zip(rows[0], row).dropFirst(left).compactMap { heading, cell -> String? in
            if cell.isEmpty { return nil }
            return heading.hasSuffix("one lane") ? "\(cell) on one lane" : "\(cell) \(heading)"
        }
        return ProseLine(name).lines(columns: columns)
            + ProseLine("  " + (facts.isEmpty ? "nothing" : facts.joined(separator: ", "))).lines(columns: columns)
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
