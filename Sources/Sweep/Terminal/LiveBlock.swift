/// Lines that are drawn anew in their place. Their widths are remembered: a terminal that was made narrower meanwhile
/// shows one of them on several rows, and all of those are to go.
struct LiveBlock {
    /// In characters, of each line drawn.
    private var widths: [Int] = []

    var isEmpty: Bool { widths.isEmpty }

    mutating func note(_ lines: [String]) { widths = lines.map(Self.width) }

    mutating func forget() { widths = [] }

    /// Goes back to the block's first row and takes away everything from there on: with it what the terminal itself put
    /// at the cursor, as the `^C` of a key. "All from here on" (J) is not said on the first row, which may be the
    /// terminal's: tmux then takes the screen for cleared, and puts it into its history each time.
    /// - Parameter columns: the terminal's, now.
    func erasing(columns: Int) -> String {
        let columns = max(1, columns)
        let rows = widths.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
        let row = "\r\u{1B}[K"
        return rows > 0 ? "\u{1B}[\(rows)A\(row)\u{1B}[B\u{1B}[J\u{1B}[A" : row
    }

    /// Of what is to be seen: without the codes of colours.
    static func width(_ line: String) -> Int { line.replacing(/\u{1B}\[[0-9;]*m/, with: "").count }
}
