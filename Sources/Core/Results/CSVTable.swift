/// A table with one header row: what becomes a CSV file.
public struct CSVTable: Sendable, Equatable {
    /// A value with its type: how it is written is the writer's affair.
    public enum Cell: Sendable, Equatable {
        case empty
        case text(String)
        case integer(Int)
        case number(Double)
        case boolean(Bool)

        /// Nil is an empty cell, never 0.
        public static func number(_ value: Double?) -> Cell { value.map { .number($0) } ?? .empty }
        /// Nil is an empty cell, never 0.
        public static func integer(_ value: Int?) -> Cell { value.map { .integer($0) } ?? .empty }
        /// Nil is an empty cell.
        public static func text(_ value: String?) -> Cell { value.map { .text($0) } ?? .empty }
    }

    /// Names with their unit where they have one: `train_seconds`, `accuracy_percent`.
    public let columns: [String]
    /// In the order in which they were appended; each has a cell for every column.
    public private(set) var rows: [[Cell]] = []

    /// Without rows.
    public init(columns: [String]) {
        self.columns = columns
    }

    /// - Parameter row: one cell per column; anything else is a mistake of the program.
    public mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "a row has a cell for every column")
        rows.append(row)
    }
}
