import Core
import Foundation
import Testing
#if canImport(FoundationXML)
import FoundationXML
#endif

/// The tables of a run in both forms, and what a real spreadsheet program makes of them.
@Suite(.serialized) struct SpreadsheetTests {
    private static let text = """
        name: small
        data: {source: strokes, train: 200, test: 60, validation: 40}
        groups: [R4]
        methods: [DA, IR]
        seeds: [0, 1]
        nu: {smallest: SI >= 0.3, from: 0.1, to: 10, within: 5}
        training: {epochs: 2, batch: 64, hidden: [16]}
        saliency: {steps: 4}
        """

    /// Runs in the usual form, keeps those tables, then asks for the other form.
    private func withTables(_ body: (_ folder: URL, _ standard: URL, _ results: URL) throws -> Void) throws {
        try withFolder { folder in
            let (program, results) = (try Program(), folder.appendingPathComponent("r"))
            let file = try write(Self.text, to: folder)
            let first = try program.run(["run", file, "--results", results.path], in: folder)
            try #require(first.status == 0 || first.status == 1, "\(first.errors)")
            let standard = folder.appendingPathComponent("standard")
            try FileManager.default.copyItem(at: results, to: standard)
            let second = try program.run(["run", file, "--results", results.path, "--csv", "excel-eu"], in: folder)
            try #require(second.status == first.status, "\(second.errors)")
            try body(folder, standard, results)
        }
    }

    /// Paths of all tables, from the results folder on.
    private func tables(_ results: URL) throws -> [String] {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: results.path).filter { $0.hasSuffix(".csv") }.sorted()
            + files.contentsOfDirectory(atPath: results.appendingPathComponent("figures").path)
            .filter { $0.hasSuffix(".csv") }.sorted().map { "figures/\($0)" }
    }

    private func text(_ results: URL, _ table: String) throws -> String {
        String(decoding: try Data(contentsOf: results.appendingPathComponent(table)), as: UTF8.self)
    }

    @Test func `all tables of a folder change their form together, and keep it`() throws {
        try withTables { folder, standard, results in
            let names = try tables(results)
            #expect(try tables(standard) == names && names.contains("jobs.csv") && names.contains { $0.hasPrefix("figures/") })
            for name in names {
                let rows = try CSVReader.rows(text(standard, name))
                let other = try text(results, name)
                #expect(other.hasPrefix("\u{FEFF}"), "\(name)")
                let swapped = try CSVReader.rows(other, .excelEU).map { row in
                    row.map { cell in
                        let number = cell.replacingOccurrences(of: ",", with: ".")
                        return Double(number) == nil ? cell : number
                    }
                }
                #expect(swapped == rows, "\(name)")
            }
            // Without the option it stays as it is, and export follows it; with it, export has its own.
            let program = try Program()
            let before = try names.map { try text(results, $0) }
            let again = try program.run(["run", folder.path + "/sweep.yaml", "--results", results.path], in: folder)
            #expect(again.status == 0 || again.status == 1)
            #expect(try names.map { try text(results, $0) } == before)
            for (form, place) in [("excel-eu", results), ("standard", standard)] {
                let found = try program.run(["export", "table", results.path, "--csv", form], in: folder)
                // Reading it as text took the mark away.
                #expect(try found.status == 0 && "\u{FEFF}\(found.output)".hasSuffix(text(place, "table.csv")))
            }
            for (place, separator, other) in [(results, ";", ","), (standard, ",", ";")] {
                let found = try program.run(["export", "table", place.path], in: folder)
                #expect(try found.status == 0 && "\u{FEFF}\(found.output)".hasSuffix(text(place, "table.csv")))
                for table in ["history", "jobs"] {
                    let head = try program.run(["export", table, place.path], in: folder).output.prefix { $0 != "\r\n" }
                    #expect(head.contains(separator) && !head.contains(other), "\(table): \(head)")
                }
            }
            let wrong = try program.run(["run", folder.path + "/sweep.yaml", "--csv", "tabs"], in: folder)
            #expect(wrong.status == 64 && wrong.errors.contains("excel-eu"))
        }
    }

    @Test(.enabled(if: LibreOffice.isHere, "no soffice on the PATH; Debian's package is libreoffice-calc"))
    func `LibreOffice finds numbers where numbers are`() throws {
        try withTables { folder, standard, results in
            for (dialect, results) in [(CSVDialect.standard, standard), (.excelEU, results)] {
                let names = try tables(results).filter { !$0.hasPrefix("figures/") }
                let sheets = try LibreOffice.read(names.map { results.appendingPathComponent($0) }, dialect, in: folder)
                var numbers = 0
                for name in names {
                    let rows = try CSVReader.rows(text(results, name), dialect)
                    let sheet = try #require(sheets[name], "\(name)")
                    try #require(sheet.count == rows.count, "\(name)")
                    for (row, cells) in zip(rows, sheet) {
                        for (column, cell) in row.enumerated() where !cell.isEmpty {
                            let found = column < cells.count ? cells[column] : .empty
                            let plain = dialect == .excelEU ? cell.replacingOccurrences(of: ",", with: ".") : cell
                            guard let number = Double(plain), number.isFinite else {
                                #expect(found == .text(cell), "\(name), \(rows[0][column])")
                                continue
                            }
                            numbers += 1
                            guard case .number(let value) = found else {
                                Issue.record("\(name), \(rows[0][column]): \(cell) is \(found)")
                                continue
                            }
                            // Its XML has fifteen digits, and twenty decimals at most.
                            #expect((value - number).magnitude <= 1e-14 * number.magnitude + 1e-20, "\(name): \(cell) is \(value)")
                        }
                    }
                }
                #expect(numbers > 100)
            }
        }
    }
}

/// LibreOffice without a window.
enum LibreOffice {
    static let isHere = (try? withFolder { try run(["--version"], in: $0).status }) == 0

    enum Cell: Equatable {
        case empty
        case number(Double)
        case text(String)
    }

    /// - Returns: rows of cells by file name.
    static func read(_ files: [URL], _ dialect: CSVDialect, in folder: URL) throws -> [String: [[Cell]]] {
        let output = folder.appendingPathComponent("sheets-\(dialect.rawValue)")
        // Separator, quote, UTF-8, first line, no column formats, language (en-US, de-DE), as a person gets it by
        // confirming what the import dialog proposes.
        let form = dialect == .standard ? "44,34,76,1,,1033,false,false,false" : "59,34,76,1,,1031,false,false,false"
        let result = try run(
            [
                "--convert-to", "fods", "--infilter=Text - txt - csv (StarCalc):\(form)", "--outdir", output.path,
            ] + files.map(\.path), in: folder)
        try #require(result.status == 0, "\(result.errors)")
        var sheets: [String: [[Cell]]] = [:]
        for file in files {
            let name = file.deletingPathExtension().lastPathComponent
            let data = try Data(contentsOf: output.appendingPathComponent("\(name).fods"))
            let reader = SheetReader()
            let parser = XMLParser(data: data)
            parser.delegate = reader
            try #require(parser.parse(), "\(name)")
            sheets[file.lastPathComponent] = reader.rows
        }
        return sheets
    }

    private static func run(_ arguments: [String], in folder: URL) throws -> Program.Result {
        // A profile of its own: another LibreOffice may be running.
        try Tool.run(
            "soffice", ["-env:UserInstallation=\(folder.appendingPathComponent("office").absoluteString)", "--headless"] + arguments,
            in: folder)
    }
}

/// The cells of a flat XML spreadsheet.
private final class SheetReader: NSObject, XMLParserDelegate {
    private(set) var rows: [[LibreOffice.Cell]] = []
    private var isInSheet = false
    private var cell: LibreOffice.Cell = .empty
    private var repeats = 1
    private var paragraphs: [String] = []
    private var isInParagraph = false

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        switch element {
        case "table:table": isInSheet = true
        case "table:table-row" where isInSheet: rows.append([])
        case "table:table-cell" where isInSheet:
            cell = .empty
            repeats = attributes["table:number-columns-repeated"].flatMap { Int($0) } ?? 1
            paragraphs = []
            switch attributes["office:value-type"] {
            case nil: break
            case "float": cell = attributes["office:value"].flatMap { Double($0) }.map { .number($0) } ?? .text("no number")
            case "string": cell = .text("")
            case let other?: cell = .text("a \(other)")
            }
        case "text:p" where isInSheet:
            paragraphs.append("")
            isInParagraph = true
        case "text:s" where isInParagraph:
            let count = attributes["text:c"].flatMap { Int($0) } ?? 1
            paragraphs[paragraphs.count - 1] += String(repeating: " ", count: count)
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        // Between the elements there is white space.
        if isInParagraph { paragraphs[paragraphs.count - 1] += text }
    }

    func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
        switch element {
        case "table:table": isInSheet = false
        case "text:p": isInParagraph = false
        case "table:table-cell" where isInSheet && !rows.isEmpty:
            if cell == .text("") { cell = .text(paragraphs.joined(separator: "\n")) }
            // Beyond the last cell a row is filled up with thousands of empty ones.
            rows[rows.count - 1] += Array(repeating: cell, count: min(repeats, 200))
        case "table:table-row" where isInSheet:
            // Below the last row a sheet is filled up too.
            if rows.last?.allSatisfy({ $0 == .empty }) == true { rows.removeLast() }
        default: break
        }
    }
}
