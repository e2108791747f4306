/// Finds the word that somebody probably meant.
public enum NearestWord {
    /// The valid word nearest to `word`, or nil where none is near enough to be worth offering.
    ///
    /// Case does not count. "Near enough" is one slip per three letters of the longer word, so that
    /// `methdos` finds `methods` but `foo` does not find `nu`. Of equally near words the first one
    /// in `candidates` is given.
    public static func find(_ word: String, among candidates: [String]) -> String? {
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let allowed = max(1, max(word.count, candidate.count) / 3)
            let found = distance(word.lowercased(), candidate.lowercased())
            // Two words of one or two letters are always one or two slips apart.
            guard found <= allowed, found < min(word.count, candidate.count) else { continue }
            if best.map({ found < $0.distance }) ?? true { best = (candidate, found) }
        }
        return best?.word ?? candidates.first { isCutShort(word.lowercased(), $0.lowercased()) }
            ?? candidates.first { initials($0).count > 1 && initials($0) == word.lowercased() }
    }

    /// `lr` of `learning_rate`.
    private static func initials(_ word: String) -> String {
        String(word.lowercased().split(separator: "_").compactMap(\.first))
    }

    /// `gauss` for `gauss-legendre`, or `testing` for `test`.
    private static func isCutShort(_ a: String, _ b: String) -> Bool {
        min(a.count, b.count) >= 3 && (a.hasPrefix(b) || b.hasPrefix(a))
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal
    /// string alignment).
    ///
    /// - Complexity: O(|a|·|b|) time and space.
    static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.unicodeScalars)
        let b = Array(b.unicodeScalars)
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0 ... a.count { table[i][0] = i }
        for j in 0 ... b.count { table[0][j] = j }
        for i in 1 ... a.count {
            for j in 1 ... b.count {
                var cost = min(table[i - 1][j], table[i][j - 1]) + 1
                cost = min(cost, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    cost = min(cost, table[i - 2][j - 2] + 1)
                }
                table[i][j] = cost
            }
        }
        return table[a.count][b.count]
    }
}
