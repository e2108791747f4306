/// The table as the paper prints it, with the paper's values where it has the row. What is shown is rounded; the value
/// in full stands in the page too, as `table.csv` has it.
struct ReportTable {
    private let record: SweepRecord

    init(_ record: SweepRecord) { self.record = record }

    func write(_ html: inout HTMLWriter) {
        let rows = Summary.rows(record)
        var left = ReportLimits.tableRows
        for part in record.parts {
            for dataset in part.datasets {
                let own = rows.filter { $0.variant == part.spec.variant && $0.dataset == dataset }
                let words = [part.spec.variant.map { "variant \($0)" }, dataset.rawValue].compactMap(\.self)
                if record.hasVariants || part.datasets.count > 1 { html.element("h3", words.joined(separator: ", ")) }
                write(Array(own.prefix(left)), part.spec, &html)
                for note in PaperTable.notes(own, part.spec).prefix(ReportLimits.failures) { html.note(note) }
                if own.count > left { html.note("\(own.count - left) more rows are in table.csv.") }
                left = max(0, left - own.count)
            }
        }
        FoldedTable(SummaryTable.table(record), name: "table.csv", title: "Every digit").write(&html)
    }

    private func write(_ rows: [SummaryRow], _ spec: SweepSpec, _ html: inout HTMLWriter) {
        guard !rows.isEmpty else { return }
        let seeds = Set(spec.seeds).count
        let hasFewer = rows.contains { Self.few($0, spec) != nil }
        let over = hasFewer ? "up to \(seeds) seeds; n where a row has fewer." : "\(seeds) seeds."
        let hasPaper = rows.contains { $0.paper != nil }
        html.note(
            "Test split, " + (seeds == 1 ? "one seed." : "mean ± standard deviation over \(over)")
                + (hasPaper ? " Below, where it has the row, the paper's Table 1 (\(PaperValues.seeds) seeds)." : ""))
        let showsForm = rows.contains { $0.regulariser != nil } && spec.regularisers.count > 1
        let showsNu = spec.methods.contains(.IR)
        let nus = AlignedNumbers(rows.compactMap { $0.nu.map(NumberText.short) })
        let columns = spec.measures.map { measure in Column(rows.map { $0.statistics[measure] ?? RunningStatistics() }, measure) }
        html.element("div", ["class": "scroll"]) { box in
            box.element("table", ["class": "results"]) { table in
                table.element("thead") { head in
                    head.element("tr") { row in
                        for name in ["group", "method"] + (showsForm ? ["form"] : []) { row.element("th", name) }
                        if showsNu { row.element("th", ["class": "number"], "ν") }
                        for measure in spec.measures { row.element("th", ["class": "number"], Self.heading(measure)) }
                    }
                }
                for (index, row) in rows.enumerated() {
                    let isFirst = index > 0 && rows[index - 1].group != row.group
                    table.element("tbody", isFirst ? ["class": "block"] : [:]) { body in
                        body.element("tr") { write(row, spec, columns, showsForm, showsNu ? nus : nil, &$0) }
                    }
                }
            }
        }
    }

    /// `n = 2`: how many seeds are in the row's means, where it is not all of them; of a row that has none, nothing.
    private static func few(_ row: SummaryRow, _ spec: SweepSpec) -> String? {
        let counts = spec.measures.map { row.statistics[$0]?.count ?? 0 }
        guard let least = counts.min(), let most = counts.max(), most > 0, least < Set(spec.seeds).count else { return nil }
        return least == most ? "n = \(most)" : "n = \(least)–\(most)"
    }

    private static func heading(_ measure: Measure) -> String { measure == .accuracy ? "accuracy %" : measure.rawValue }

    private func write(
        _ row: SummaryRow, _ spec: SweepSpec, _ columns: [Column], _ showsForm: Bool, _ nus: AlignedNumbers?,
        _ html: inout HTMLWriter
    ) {
        html.element("td", row.group.label)
        html.element("td") { cell in
            cell.add(row.method.rawValue)
            if let few = Self.few(row, spec) { cell.element("span", ["class": "paper"], few) }
        }
        if showsForm { html.element("td", row.regulariser?.rawValue ?? "") }
        if let nus {
            html.element("td", ["class": "number", "data-name": row.nu == nil ? nil : "ν"]) { cell in
                guard let nu = row.nu else { return }
                let text = NumberText.short(nu)
                cell.value(nu, text)
                cell.room(nus.spaceBehind(text))
            }
        }
        if let outcome = row.outcome, row.nu == nil {
            let isOpen = outcome == Summary.notFinished
            let tone = isOpen ? ReportVerdict.Tone.unfinished : .bad
            html.element("td", ["class": tone.rawValue, "colspan": "\(spec.measures.count)"]) { cell in
                cell.add(isOpen ? "search not finished" : "no ν: \(outcome)")
            }
            return
        }
        for (measure, column) in zip(spec.measures, columns) {
            // On a phone the row is a block, and every value has its heading beside it.
            html.element("td", ["class": "number", "data-name": Self.heading(measure)]) { cell in
                column.write(row.statistics[measure] ?? RunningStatistics(), &cell)
                if let paper = row.paper?[measure] { Self.write(paper, measure, &cell) }
            }
        }
    }

    /// As printed there: a deviation of 0 is one that is less than half of the last digit.
    private static func write(_ paper: PaperValues.Value, _ measure: Measure, _ html: inout HTMLWriter) {
        let text = { (value: Double) in
            measure == .accuracy ? NumberText.Format.decimals(1).text(value) : CSVWriter.number(value)
        }
        html.element("span", ["class": "paper"]) { span in
            span.add("paper ")
            span.value(paper.mean, text(paper.mean))
            guard paper.standardDeviation > 0 else { return }
            span.add(" ± ")
            span.value(paper.standardDeviation, text(paper.standardDeviation))
        }
    }
}

/// A measure's numbers, point under point where the cell's text ends at the right.
private struct Column {
    private let column: NumberColumn
    private let means: AlignedNumbers
    private let deviations: AlignedNumbers

    init(_ statistics: [RunningStatistics], _ measure: Measure) {
        column = NumberColumn(statistics, measure)
        let texts = statistics.compactMap(column.text)
        means = AlignedNumbers(texts.map(\.mean))
        deviations = AlignedNumbers(texts.compactMap(\.deviation))
    }

    func write(_ statistics: RunningStatistics, _ html: inout HTMLWriter) {
        guard let mean = statistics.mean, let text = column.text(statistics) else { return html.add("–") }
        html.value(mean, text.mean)
        html.room(means.spaceBehind(text.mean))
        guard let deviation = statistics.standardDeviation, let shown = text.deviation else {
            return html.room(deviations.space(with: " ± "))
        }
        html.element("span", ["class": "std"]) { span in
            span.add(" ± ")
            span.room(deviations.spaceBefore(shown))
            span.value(deviation, shown)
            span.room(deviations.spaceBehind(shown))
        }
    }
}

extension HTMLWriter {
    /// Spaces that keep a place free, where columns stand under each other.
    mutating func room(_ spaces: String) {
        if !spaces.isEmpty { element("span", ["class": "room"], spaces) }
    }

    /// A number as people read it, with all its digits for programs and for whoever points at it.
    mutating func value(_ value: Double, _ shown: String) {
        let whole = CSVWriter.number(value)
        element("data", ["value": whole, "title": whole == shown ? nil : whole], shown)
    }
}
