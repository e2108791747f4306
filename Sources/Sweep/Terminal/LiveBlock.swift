/// Lines that are drawn anew in their place. Their widths are remembered: a terminal that was made narrower meanwhile
/// shows one of them on several rows, and all of those are to go.
struct LiveBlock {
    /// In characters, of each line drawn.
    private var widths: [Int] = []

    var isEmpty: Bool { widths.isEmpty }

    mutating func note(_ lines: [String]) { widths = lines.map(Self.width) }

    mutating func forget() { widths = [] }

    /// Goes back to the block's first row and takes away everything from there on: with it what the terminal itself put
    /// at the cursor, as the `^C` of a key.
    /// - Parameter columns: the terminal's, now.
    func erasing(columns: Int) -> String {
        let columns = max(1, columns)
        let rows = widths.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
        return (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J"
    }

    /// Of what is to be seen: without the codes of colours.
    static func width(_ line: String) -> Int { line.replacing(/\u{1B}\[[0-9;]*m/, with: "").count }
}
