import Core

/// Shows the benchmark's rows as they come; JSON in one piece at the end.
struct BenchDisplay {
    enum Style { case table, markdown, json }

    let style: Style
    private var table = BenchTable()

    init(style: Style) {
        self.style = style
    }

    func begin(_ machine: BenchMachine, _ plan: LanePlan) {
        for notice in plan.notices { StandardError.print("note: \(notice)") }
        switch style {
        case .json: break
        case .markdown: (BenchTable.preface(machine) + [""] + BenchTable.markdownHeader).forEach(Terminal.line)
        case .table: (BenchTable.preface(machine) + ["", BenchTable.header]).forEach(Terminal.line)
        }
    }

    mutating func show(_ row: BenchRow) {
        switch style {
        case .json: break
        case .markdown: Terminal.line(table.markdown(row))
        case .table: Terminal.line(table.line(row))
        }
    }

    func end(_ report: BenchReport) throws {
        switch style {
        case .json: Terminal.line(String(decoding: try report.json(), as: UTF8.self))
        // A paragraph each: Markdown would join the lines.
        case .markdown: table.footnotes().forEach { Terminal.line("\n" + $0) }
        case .table: ([""] + table.footnotes(width: 100)).forEach(Terminal.line)
        }
        if report.wasDisturbed {
            StandardError.print(
                "note: the repetitions differ too much: other work ran on these cores meanwhile. Figures for others "
                    + "want a machine that is left alone")
        }
    }
}
