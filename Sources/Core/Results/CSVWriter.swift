/// CSV text as RFC 4180 has it: UTF-8, one header row, commas, lines end in CR LF, cells with a
/// comma, semicolon, quote or line break in quotes, quotes doubled; or with the other signs of `CSVDialect.excelEU`.
///
/// Numbers are the shortest decimal text that reads back as the same Double, with '.' (`excelEU`: ',') and without
/// thousands separators; what is not finite is written `nan`, `inf`, `-inf`.
///
/// A *text* that begins with `=`, `+`, `-`, `@`, tab or carriage return would be taken for a
/// formula by a spreadsheet, and quotes do not prevent that. Such a text gets an apostrophe in
/// front, the spreadsheets' own mark for "this is text". Numbers are never touched.
public enum CSVWriter {
    /// In the dialect of RFC 4180.
    public static func text(_ table: CSVTable) -> String { text(table, .standard) }

    /// The whole file, with a line end behind the last row.
    public static func text(_ table: CSVTable, _ dialect: CSVDialect) -> String {
        String(decoding: bytes(table, dialect), as: UTF8.self)
    }

    static func bytes(_ table: CSVTable, _ dialect: CSVDialect) -> [UInt8] {
        var result = header(table.columns, dialect)
        for row in table.rows { appendLine(row, to: &result, dialect) }
        return result
    }

    /// What a file begins with, up to its first row.
    static func header(_ columns: [String], _ dialect: CSVDialect) -> [UInt8] {
        var result = dialect.mark
        appendLine(columns.map(CSVTable.Cell.text), to: &result, dialect)
        return result
    }

    /// One cell, quoted where it must be.
    public static func text(_ cell: CSVTable.Cell) -> String {
        switch cell {
        case .empty: ""
        case .text(let value): quoted(value)
        case .integer(let value): String(value)
        case .number(let value): number(value)
        case .boolean(let value): value ? "true" : "false"
        }
    }

    /// The shortest text that reads back as the same value: `95`, `0.1`, `1e-05`.
    public static func number(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    static func appendLine(_ cells: [CSVTable.Cell], to result: inout [UInt8], _ dialect: CSVDialect) {
        var isFirst = true
        for cell in cells {
            if !isFirst { result.append(dialect.separator) }
            isFirst = false
            append(cell, to: &result, dialect)
        }
        result.append(UInt8(ascii: "\r"))
        result.append(UInt8(ascii: "\n"))
    }

    /// As `text(_:)`, without a text in between: a table may have millions of cells.
    private static func append(_ cell: CSVTable.Cell, to result: inout [UInt8], _ dialect: CSVDialect) {
        switch cell {
        case .empty: break
        case .number(let value):
            // Zeros and whole percents are frequent.
            if value.magnitude < 1_000_000, value == value.rounded(.towardZero), value.sign == .plus {
                return append(UInt64(value), to: &result)
            }
            var text = value.description
            let start = result.count
            text.withUTF8 { utf8 in
                let isWhole = utf8.count > 2 && utf8[utf8.count - 1] == UInt8(ascii: "0") && utf8[utf8.count - 2] == UInt8(ascii: ".")
                result.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[..<(isWhole ? utf8.count - 2 : utf8.count)]))
            }
            if dialect != .standard, let point = result[start...].firstIndex(of: UInt8(ascii: ".")) {
                result[point] = dialect.decimalSign
            }
        case .integer(let value) where value >= 0: append(UInt64(value), to: &result)
        case .text(var value):
            let isPlain = value.withUTF8 { utf8 in
                guard utf8.allSatisfy(Self.isPlain) else { return false }
                result.append(contentsOf: utf8)
                return true
            }
            if !isPlain { result.append(contentsOf: quoted(value).utf8) }
        default: result.append(contentsOf: text(cell).utf8)
        }
    }

    private static func append(_ value: UInt64, to result: inout [UInt8]) {
        let start = result.count
        var rest = value
        repeat {
            result.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        result[start...].reverse()
    }

    private static func quoted(_ value: String) -> String {
        // Most texts are plain.
        guard value.utf8.contains(where: { !isPlain($0) }) else { return value }
        // By scalars: "\r\n" is one Character, and a quote with a combining mark is another one.
        let scalars = value.unicodeScalars
        let isFormula = scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        // Either separator, in either form: whoever guesses the form wrong still sees whole cells.
        let needsQuotes = isFormula || scalars.contains { ",;\"\r\n".unicodeScalars.contains($0) }
        guard needsQuotes else { return value }
        var result = isFormula ? "\"'" : "\""
        for scalar in scalars {
            if scalar == "\"" { result.unicodeScalars.append(scalar) }
            result.unicodeScalars.append(scalar)
        }
        result.unicodeScalars.append("\"")
        return result
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0") ... UInt8(ascii: "9"), UInt8(ascii: "A") ... UInt8(ascii: "Z"),
            UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: " "):
            true
        default: false
        }
    }
}
