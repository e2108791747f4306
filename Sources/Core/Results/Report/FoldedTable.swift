/// A CSV table that opens when it is asked for: its first rows, and where the others are.
struct FoldedTable {
    private let columns: [String]
    private let rows: [[CSVTable.Cell]]
    private let hasMore: Bool
    /// Of the file that has all of it.
    private let name: String
    private let title: String

    /// - Parameters:
    ///   - name: of the file that has it all, beside the report.
    ///   - title: what it is.
    init(_ table: CSVTable, name: String, title: String) {
        self.init(
            RowSource(columns: table.columns, units: table.rows.count) { $1(table.rows[$0]) }, name: name, title: title)
    }

    /// Of rows beyond those that are shown hardly any are made.
    init(_ source: RowSource, name: String, title: String) {
        var rows: [[CSVTable.Cell]] = []
        var unit = 0
        while unit < source.units, rows.count <= ReportLimits.foldedRows {
            source.rows(unit) { rows.append($0) }
            unit += 1
        }
        hasMore = rows.count > ReportLimits.foldedRows || unit < source.units
        self.rows = Array(rows.prefix(ReportLimits.foldedRows))
        (columns, self.name, self.title) = (source.columns, name, title)
    }

    var isEmpty: Bool { rows.isEmpty }

    func write(_ html: inout HTMLWriter) {
        guard !isEmpty else { return }
        html.element("details") { details in
            details.element("summary") { summary in
                summary.add("\(title): ")
                summary.element("code", name)
                let count = rows.count.of("row")
                summary.add(hasMore ? ", the first \(count)" : ", \(count)")
            }
            details.element("div", ["class": "scroll"]) { box in
                box.element("table", [:], writeTable)
            }
        }
    }

    private func writeTable(_ table: inout HTMLWriter) {
        // A column that is empty in all rows that are shown says nothing.
        let shown = columns.indices.filter { column in rows.contains { $0[column] != .empty } }
        let isNumeric = columns.indices.map { column in rows.allSatisfy { $0[column].isNumberOrEmpty } }
        table.element("thead") { head in
            head.element("tr") { row in
                for column in shown { row.element("th", isNumeric[column] ? ["class": "number"] : [:], columns[column]) }
            }
        }
        table.element("tbody") { body in
            for cells in rows {
                body.element("tr") { row in
                    for column in shown {
                        row.element("td", isNumeric[column] ? ["class": "number"] : [:], Self.text(cells[column]))
                    }
                }
            }
        }
    }

    /// As in the CSV file, without its quotes.
    private static func text(_ cell: CSVTable.Cell) -> String {
        if case .text(let text) = cell { return text }
        return CSVWriter.text(cell)
    }
}

extension CSVTable.Cell {
    fileprivate var isNumberOrEmpty: Bool {
        switch self {
        case .empty, .integer, .number: true
        case .text, .boolean: false
        }
    }
}
