/// Finds the run of a journal that began last. Files of shards come one after the other, in no order of time.
struct LastRun {
    typealias Run = (header: RunHeader, end: RunEnd?)

    private var found: Run?
    /// Whose lines are being read.
    private var current: Run?

    /// Nil where no run has left a word.
    var last: Run? { later(found, current) }

    mutating func begin(_ header: RunHeader) {
        found = last
        current = (header, nil)
    }

    mutating func end(_ end: RunEnd) { current?.end = end }

    /// Dates are of one form, ISO 8601 in UTC; of two in the same second the one that was read last.
    private func later(_ one: Run?, _ other: Run?) -> Run? {
        guard let one, let other else { return one ?? other }
        return one.header.date > other.header.date ? one : other
    }
}
