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
                let data = part.isDataKnown ? dataset.rawValue : "data not known yet"
                let words = [part.spec.variant.map { "variant \($0)" }, data].compactMap(\.self)
                if record.hasVariants || part.datasets.count > 1 { html.element("h3", words.joined(separator: ", ")) }
                write(Array(own.prefix(left)), part.spec, chance: Self.chance(own, part.jobs, dataset), &html)
                for note in PaperTable.notes(own, part.spec).prefix(ReportLimits.failures) { html.note(note) }
                if own.count > left { html.note("\(own.count - left) more rows are in table.csv.") }
                left = max(0, left - own.count)
            }
        }
        FoldedTable(SummaryTable.table(record), name: "table.csv", title: "Every digit").write(&html)
    }

    /// In percent, where a mean accuracy is less than twice that: then it is little better than guessing. Nil elsewhere, and
    /// where nothing tells the number of classes.
    private static func chance(_ rows: [SummaryRow], _ jobs: [JobRecord], _ dataset: DatasetName) -> Double? {
        guard let lowest = rows.compactMap({ $0.statistics[.accuracy]?.mean }).min() else { return nil }
        let classes = jobs.lazy.filter { $0.job.data.dataset == dataset }
            .compactMap { $0.packed(.test)?.layout.classes.map(\.count).max() }.first
        guard let classes, classes > 1, lowest < 200 / Double(classes) else { return nil }
        return 100 / Double(classes)
    }

    private func write(_ rows: [SummaryRow], _ spec: SweepSpec, chance: Double?, _ html: inout HTMLWriter) {
        guard !rows.isEmpty else { return }
        let seeds = Set(spec.seeds).count
        let hasFewer = rows.contains { Self.few($0, spec) != nil }
        let over = hasFewer ? "up to \(seeds) seeds; n where a row has fewer." : "\(seeds) seeds."
        let hasPaper = rows.contains { $0.paper != nil }
        html.note(
            "Test split, " + (seeds == 1 ? "one seed." : "mean ± standard deviation over \(over)")
                + (hasPaper ? " Below, where it has the row, the paper's Table 1 (\(PaperValues.seeds) seeds)." : "")
                + (chance.map { " Chance: \(NumberText.Format.decimals(1).text($0)) % accuracy." } ?? ""))
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
                cell.room(nus.spaceBefore(text))
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

/// A measure's numbers as papers set them: value and deviation on both sides of the ±, which stand under each other.
private struct Column {
    private let column: NumberColumn
    /// The most characters of a mean, and of a deviation.
    private let (mean, deviation): (Int, Int)

    init(_ statistics: [RunningStatistics], _ measure: Measure) {
        column = NumberColumn(statistics, measure)
        let texts = statistics.compactMap(column.text)
        mean = texts.map(\.mean.count).max() ?? 1
        deviation = texts.compactMap { $0.deviation?.count }.max() ?? 0
    }

    func write(_ statistics: RunningStatistics, _ html: inout HTMLWriter) {
        let text = column.text(statistics)
        html.element("span", ["class": "mean", "style": "--w: \(mean)"]) { span in
            if let mean = statistics.mean, let text { span.value(mean, text.mean) } else { span.add("–") }
        }
        guard deviation > 0 else { return }
        html.element("span", ["class": "std"]) { span in
            let shown = text?.deviation
            // As wide without a number, or the means would not stand under each other.
            if shown == nil { span.room("\u{2007}\u{2007}\u{2007}") } else { span.add(" ± ") }
            span.element("span", ["class": "dev", "style": "--w: \(deviation)"]) { box in
                if let deviation = statistics.standardDeviation, let shown { box.value(deviation, shown) }
            }
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
