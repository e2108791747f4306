import Foundation

/// Tables and figures, made from the journal once more.
extension VerifiedFolder {
    /// The tables that a run makes, byte for byte.
    public func tables() -> VerificationLine {
        var problems: [String] = []
        let tables = rebuilt()
        for (name, expected) in tables {
            if let problem = problem(folder.url.appendingPathComponent(name), name, expected) { problems.append(problem) }
        }
        return VerificationLine(
            "tables", "\(tables.count { $0.bytes != nil }.of("file")) against the journal", problems: problems,
            notes: stale(problems))
    }

    /// The data of the figures and their drawings, byte for byte; not the PNG.
    public func figures() -> VerificationLine {
        var (problems, notes): ([String], [String]) = ([], [])
        let figures = PaperFigures.all(record, files: FigureFiles(folder)) { notes.append("\($0)") }
        guard !figures.isEmpty || !notes.isEmpty else { return VerificationLine("figures", .right, "none") }
        for (name, figure) in figures {
            for (ending, bytes) in [
                ("csv", CSVWriter.bytes(figure.table, folder.csv)), ("svg", Array(figure.svg(name: name).utf8)),
            ] {
                let file = "\(name).\(ending)"
                if let problem = problem(folder.figures.appendingPathComponent(file), "figures/\(file)", bytes) {
                    problems.append(problem)
                }
            }
        }
        return VerificationLine(
            "figures", "\(figures.count.of("figure")) against the journal: CSV and SVG", problems: problems,
            notes: notes + stale(problems))
    }

    /// `report.html`, byte for byte. It holds `provenance.json` and `source.yaml` to the letter: a change of one of them
    /// alone is found too.
    public func report() -> VerificationLine {
        var notices = notices
        let files = FigureFiles(folder)
        let figures = PaperFigures.all(record, files: files) { notices.append("\($0)") }
        do throws(JournalError) {
            let name = folder.report.lastPathComponent
            let other = "\(name): other bytes; it, provenance.json, source.yaml or status.json was changed, or another version wrote it"
            var problems: [String] = []
            // Whether somebody was at work when the page was made is not known afterwards.
            for isUnderWay in [record.isUnderWay, !record.isUnderWay] {
                var record = record
                record.isUnderWay = isUnderWay
                let report = try folder.report(record, figures: figures, files: files, notices: notices)
                problems = problem(folder.report, name, Array(report.html.utf8)).map { [$0.hasSuffix(": other bytes") ? other : $0] } ?? []
                if problems.isEmpty { break }
            }
            return VerificationLine(
                "report", "report.html against journal, provenance and sweep file", problems: problems, notes: stale(problems))
        } catch {
            return VerificationLine("report", .wrong, "\(error)")
        }
    }

    private func stale(_ problems: [String]) -> [String] {
        problems.isEmpty || isClosed
            ? [] : ["the last run did not come to its end, so these may be older than the journal; run the sweep again"]
    }

    /// By file name; nil for a table that has no rows, and so no file.
    private func rebuilt() -> [(name: String, bytes: [UInt8]?)] {
        var jobs: [UInt8] = []
        // Nothing is written that could be refused.
        try? JobsTable.write(record, folder.csv) { bytes throws(FileError) in jobs += bytes }
        var tables: [(name: String, bytes: [UInt8]?)] = [
            (folder.jobsTable.lastPathComponent, jobs),
            (folder.summaryTable.lastPathComponent, CSVWriter.bytes(SummaryTable.table(record), folder.csv)),
            (folder.searchTable.lastPathComponent, CSVWriter.bytes(SearchTable.table(record), folder.csv)),
        ]
        for (name, source) in Tables.optional(record) {
            let bytes = CSVWriter.bytes(source.table, folder.csv)
            let isEmpty = bytes.count == CSVWriter.header(source.columns, folder.csv).count
            tables.append((folder.table(name).lastPathComponent, isEmpty ? nil : bytes))
        }
        return tables
    }

    /// - Parameter expected: nil where there should be no file.
    private func problem(_ url: URL, _ name: String, _ expected: [UInt8]?) -> String? {
        guard FileManager.default.fileExists(atPath: url.path) else { return expected == nil ? nil : "\(name) is gone" }
        guard let expected else { return "\(name): expected no such table, found one" }
        guard let found = try? Data(contentsOf: url) else {
            return "\(name): it is there and cannot be read; expected a file that this user may read"
        }
        if found.elementsEqual(expected) { return nil }
        guard name.hasSuffix(".csv") else { return "\(name): other bytes" }
        return "\(name): \(Self.difference(expected, Array(found), folder.csv))"
    }

    /// The first place where two tables differ: `row 3, SI_mean: expected 0.95, found 0.96`, rows without the header
    /// counted from 1.
    static func difference(_ expected: [UInt8], _ found: [UInt8], _ dialect: CSVDialect) -> String {
        let form = "it is no table of the form that its folder has"
        let rows: [[String]]
        do throws(CSVError) {
            rows = try CSVReader.rows(String(decoding: found, as: UTF8.self), dialect)
        } catch {
            return "\(error); \(form)"
        }
        guard let expected = try? CSVReader.rows(String(decoding: expected, as: UTF8.self), dialect),
            let columns = expected.first, let other = rows.first
        else { return form }
        guard columns == other else {
            let place = zip(columns, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(columns.count, other.count)
            func name(_ columns: [String]) -> String { place < columns.count ? "'\(columns[place])'" : "none" }
            return "column \(place + 1): expected \(name(columns)), found \(name(other)); another version may have written it"
        }
        for (row, (a, b)) in zip(expected, rows).enumerated() {
            for (column, (cell, otherCell)) in zip(a, b).enumerated() where cell != otherCell {
                return "row \(row), \(columns[column]): expected \(shown(cell)), found \(shown(otherCell))"
            }
        }
        if expected.count != rows.count { return "expected \((expected.count - 1).of("row")), found \(rows.count - 1)" }
        return "the same cells in other bytes"
    }

    private static func shown(_ cell: String) -> String { cell.isEmpty ? "an empty cell" : cell }
}
