import Foundation

/// A table that is never whole in memory: its rows are made unit by unit, a unit being what makes some rows, and
/// go to the file in pieces. There may be thousands of units with dozens of rows each.
struct RowSource {
    let columns: [String]
    /// How many units there are.
    let units: Int
    /// Gives the rows of one unit, a cell per column each.
    let rows: (_ unit: Int, _ take: ([CSVTable.Cell]) -> Void) -> Void

    /// All at once.
    var table: CSVTable {
        var table = CSVTable(columns: columns)
        for unit in 0 ..< units { rows(unit) { table.append($0) } }
        return table
    }

    /// Writes the table where it is not there with the same content. A table without rows has no file; one that is
    /// there of an earlier form of the sweep is removed.
    /// - Throws: `FileError`; then the file is as it was before.
    func write(to url: URL, _ dialect: CSVDialect = .standard) throws(FileError) {
        var bytes = CSVWriter.header(columns, dialect)
        let header = bytes.count
        var unit = 0
        /// Up to a piece.
        func fill() {
            while unit < units, bytes.count < Self.piece {
                rows(unit) { CSVWriter.appendLine($0, to: &bytes, dialect) }
                unit += 1
            }
        }
        fill()
        guard bytes.count > header else { return try AtomicFile.remove(url) }
        var file = ReplacingFile(url)
        while !bytes.isEmpty {
            try file.append(bytes)
            bytes.removeAll(keepingCapacity: true)
            fill()
        }
        try file.finish()
    }

    /// The file's text in pieces of whole rows, the header in any case.
    func write<Failure: Error>(
        _ dialect: CSVDialect, _ take: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var bytes = CSVWriter.header(columns, dialect)
        for unit in 0 ..< units {
            rows(unit) { CSVWriter.appendLine($0, to: &bytes, dialect) }
            guard bytes.count >= Self.piece else { continue }
            try take(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        if !bytes.isEmpty { try take(bytes) }
    }

    /// In bytes.
    private static let piece = 1 << 20
}
