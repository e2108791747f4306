/// The table as the paper prints it (Tables 1 and 2), for a terminal.
///
/// `94.6 ± 0.1` is mean and sample standard deviation over the seeds; a single seed has no `±`.
/// What does not fit the width is set tighter, then split into blocks of fewer measures. Variants have a table each.
public enum PaperTable {
    /// - Parameter width: in characters, of the terminal. The key columns and one measure, or how
    ///   a search ended, are printed even where that is wider.
    /// - Returns: lines without trailing space, each ended by a line feed.
    public static func text(_ record: SweepRecord, width: Int = 80) -> String {
        let rows = Summary.rows(record)
        return record.parts.flatMap { part in
            part.datasets.map { dataset in
                let rows = rows.filter { $0.variant == part.spec.variant && $0.dataset == dataset }
                let body = nothingYet(rows, part.spec) ?? (table(rows, part.spec, width) + notes(rows, part.spec))
                return (heading(part, dataset, rows) + body)
                    .map { $0 + "\n" }.joined()
            }
        }.joined(separator: "\n")
    }

    private static func heading(_ part: SweepPart, _ dataset: DatasetName, _ rows: [SummaryRow]) -> [String] {
        let seeds = Set(part.spec.seeds).count
        // The notes below say of which rows.
        let isLess = rows.contains { ($0.measured > 0 && $0.measured < seeds) || $0.nonFinite > 0 }
        let line =
            "\(dataset.rawValue), test split, "
            + (seeds == 1 ? "one seed" : "mean ± standard deviation over \(isLess ? "up to " : "")\(seeds) seeds")
        // A line of its own: a name may be long.
        return (part.spec.variant.map { ["variant \($0)"] } ?? []) + [line]
    }

    /// One line in place of an empty table; nil where there is anything to show.
    private static func nothingYet(_ rows: [SummaryRow], _ spec: SweepSpec) -> [String]? {
        let hasAny = rows.contains { row in
            row.failed > 0 || row.nonFinite > 0 || row.measured > 0 || (row.outcome ?? Summary.notFinished) != Summary.notFinished
        }
        guard !hasAny else { return nil }
        let searches = rows.count { $0.outcome != nil }
        let networks = (rows.count - searches) * Set(spec.seeds).count
        let left = [
            networks > 0 ? networks.of("network") : nil,
            searches > 0 ? searches.of("ν search", "ν searches") : nil,
        ].compactMap(\.self)
        return ["no row of the table yet; \(left.joined(separator: " and ")) to go"]
    }

    /// The widest layout that fits: roomy, tight, then in blocks.
    private static func table(_ rows: [SummaryRow], _ spec: SweepSpec, _ width: Int) -> [String] {
        let layouts = [(gap: 3, sign: " ± "), (gap: 2, sign: " ± "), (gap: 2, sign: "±"), (gap: 1, sign: "±")]
        for layout in layouts {
            let lines = block(rows, spec, spec.measures[...], layout)
            if lines.allSatisfy({ $0.count <= width }) { return lines }
        }
        var result: [String] = []
        var rest = spec.measures[...]
        while !rest.isEmpty {
            var count = rest.count
            var lines = block(rows, spec, rest, layouts[1])
            while count > 1, lines.contains(where: { $0.count > width }) {
                count -= 1
                lines = block(rows, spec, rest.prefix(count), layouts[1])
            }
            if !result.isEmpty { result.append("") }
            result += lines
            rest = rest.dropFirst(count)
        }
        return result
    }

    private static func block(
        _ rows: [SummaryRow], _ spec: SweepSpec, _ measures: ArraySlice<Measure>, _ layout: (gap: Int, sign: String)
    ) -> [String] {
        let showsForm = spec.regularisers.count > 1 && spec.methods.contains(.IR)
        let showsNu = spec.methods.contains(.IR)
        var columns: [[String]] = [
            ["group"] + rows.map(\.group.label), ["method"] + rows.map(\.method.rawValue),
        ]
        if showsForm { columns.append(["form"] + rows.map { $0.regulariser?.rawValue ?? "" }) }
        if showsNu {
            let texts = rows.map { $0.nu.map(NumberText.short) }
            let aligned = AlignedNumbers(texts.compactMap(\.self))
            columns.append(["ν"] + texts.map { $0.map(aligned.padded) ?? "" })
        }
        let keys = joined(columns.map(padded), gap: layout.gap, rows: rows.count)
        let values = joined(
            measures.map { measure in
                let title = measure == .accuracy ? "accuracy %" : measure.rawValue
                return padded([title] + cells(rows.map { $0.statistics[measure] }, measure, sign: layout.sign))
            }, gap: layout.gap, rows: rows.count)
        let gap = String(repeating: " ", count: layout.gap)
        return zip(keys, values).enumerated().map { index, line in
            // A search without an answer has words in place of numbers.
            let words = index == 0 ? nil : missing(rows[index - 1])
            return trimmed(line.0 + gap + (words ?? line.1))
        }
    }

    private static func missing(_ row: SummaryRow) -> String? {
        guard let outcome = row.outcome, row.nu == nil else { return nil }
        return outcome == Summary.notFinished ? "search not finished" : "no ν: \(outcome)"
    }

    /// Points under each other, and so the signs.
    private static func cells(_ statistics: [RunningStatistics?], _ measure: Measure, sign: String) -> [String] {
        let column = NumberColumn(statistics.compactMap(\.self), measure)
        let texts = statistics.map { $0.flatMap(column.text) }
        let means = AlignedNumbers(texts.compactMap { $0?.mean })
        let deviations = AlignedNumbers(texts.compactMap { $0?.deviation })
        return texts.map { text in
            text.map { means.padded($0.mean) + ($0.deviation.map { sign + deviations.padded($0) } ?? "") } ?? ""
        }
    }

    /// Rows that have a line each for what is not done yet; more are summed up.
    private static let mostUnfinished = 3

    /// What the numbers alone do not say.
    static func notes(_ rows: [SummaryRow], _ spec: SweepSpec) -> [String] {
        var notes: [String] = []
        if let search = spec.nuSearch, spec.methods.contains(.IR) {
            notes.append("ν: the \(search.question) on the \(search.split.rawValue) split")
        }
        let undone = rows.map { $0.undone(spec) }
        let unfinished = undone.count { $0 > 0 }
        var example: String?
        for (row, undone) in zip(rows, undone) {
            let name = [
                row.group.label, row.method.rawValue, row.regulariser?.rawValue,
                row.nu.map { "ν=" + NumberText.short($0) },
            ].compactMap(\.self).joined(separator: " ")
            var parts: [String] = []
            if row.failed > 0 { parts.append("\(row.failed) failed") }
            if row.nonFinite > 0 { parts.append("\(row.nonFinite) with values that are not finite (in no mean)") }
            if undone > 0, unfinished <= mostUnfinished { parts.append("\(undone) not done yet") }
            if undone > 0, example == nil { example = "\(name) (\(undone))" }
            if !parts.isEmpty { notes.append("\(name): \(parts.joined(separator: ", "))") }
        }
        if let example, unfinished > mostUnfinished {
            notes.append("not done yet: \(undone.reduce(0, +)) networks in \(unfinished) rows, such as \(example)")
        }
        return notes
    }

    private static func padded(_ column: [String]) -> [String] {
        let width = column.map(\.count).max() ?? 0
        return column.map { $0 + String(repeating: " ", count: width - $0.count) }
    }

    private static func joined(_ columns: [[String]], gap: Int, rows: Int) -> [String] {
        (0 ... rows).map { row in columns.map { $0[row] }.joined(separator: String(repeating: " ", count: gap)) }
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}
