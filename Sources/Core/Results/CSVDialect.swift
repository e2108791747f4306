import Foundation

/// The two forms of CSV that spreadsheets read without being asked.
public enum CSVDialect: String, Sendable, CaseIterable, Codable {
    /// RFC 4180: commas, decimal points, UTF-8.
    case standard
    /// What Excel expects where the decimal sign is a comma: semicolons, decimal commas, UTF-8 with a byte order mark.
    case excelEU = "excel-eu"

    var separator: UInt8 {
        switch self {
        case .standard: UInt8(ascii: ",")
        case .excelEU: UInt8(ascii: ";")
        }
    }

    var decimalSign: UInt8 {
        switch self {
        case .standard: UInt8(ascii: ".")
        case .excelEU: UInt8(ascii: ",")
        }
    }

    /// What a file begins with: without the mark Excel takes UTF-8 for the system's old encoding.
    var mark: [UInt8] {
        switch self {
        case .standard: []
        case .excelEU: Self.byteOrderMark
        }
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What a results folder's tables are written in where nobody asks for a form: that of those it has.
    public static func own(of folder: ResultsFolder) -> CSVDialect { found(in: folder) ?? .standard }

    /// That of the tables that a results folder has; nil where it has none yet.
    static func found(in folder: ResultsFolder) -> CSVDialect? {
        for table in [folder.summaryTable, folder.jobsTable, folder.searchTable] {
            guard let file = FileHandle(forReadingAtPath: table.path) else { continue }
            defer { try? file.close() }
            guard let start = try? file.read(upToCount: byteOrderMark.count), !start.isEmpty else { continue }
            return Array(start) == byteOrderMark ? .excelEU : .standard
        }
        return nil
    }
}
