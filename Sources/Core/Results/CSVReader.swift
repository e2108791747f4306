/// Why a text is not CSV.
public enum CSVError: Error, Equatable, CustomStringConvertible {
    /// Lines count from 1.
    case unclosedQuote(line: Int)
    case textAfterQuote(line: Int)
    case wrongCellCount(line: Int, expected: Int, found: Int)

    /// The line, what was expected and what was found.
    public var description: String {
        switch self {
        case .unclosedQuote(let line): "line \(line): expected a closing '\"', found the end of the text"
        case .textAfterQuote(let line): "line \(line): expected a separator or the end of the line after a closing '\"'"
        case .wrongCellCount(let line, let expected, let found): "line \(line): expected \(expected) cells, found \(found)"
        }
    }
}

/// Reads what `CSVWriter` writes back as texts. Line ends may be CR LF or LF.
public enum CSVReader {
    /// The header row first. Numbers keep the dialect's decimal sign.
    /// - Throws: `CSVError`; every row has as many cells as the header.
    public static func rows(_ text: String, _ dialect: CSVDialect = .standard) throws(CSVError) -> [[String]] {
        let separator = Unicode.Scalar(dialect.separator)
        var rows: [[String]] = []
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var line = 1
        var rowLine = 1
        var scalars = Array(text.unicodeScalars)[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }

        func endRow() throws(CSVError) {
            row.append(String(cell))
            cell = .init()
            if let expected = rows.first?.count, row.count != expected {
                throw .wrongCellCount(line: rowLine, expected: expected, found: row.count)
            }
            rows.append(row)
            row = []
            rowLine = line
        }

        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where cell.isEmpty:
                let opened = line
                var closed = false
                while !closed, let inner = scalars.popFirst() {
                    if inner == "\n" { line += 1 }
                    if inner != "\"" {
                        cell.append(inner)
                    } else if scalars.first == "\"" {
                        scalars.removeFirst()
                        cell.append(inner)
                    } else {
                        closed = true
                    }
                }
                guard closed else { throw .unclosedQuote(line: opened) }
                guard scalars.first.map({ $0 == separator || $0 == "\r" || $0 == "\n" }) ?? true else {
                    throw .textAfterQuote(line: line)
                }
            case separator:
                row.append(String(cell))
                cell = .init()
            case "\r" where scalars.first == "\n": continue
            case "\n":
                line += 1
                try endRow()
            default: cell.append(scalar)
            }
        }
        if !row.isEmpty || !cell.isEmpty { try endRow() }
        return rows
    }
}
