/// A length of time as Slurm writes it: minutes, minutes:seconds, hours:minutes:seconds, days-hours,
/// days-hours:minutes, days-hours:minutes:seconds.
public struct TimeLimit: Sendable, Hashable, CustomStringConvertible {
    /// At least 1.
    public let seconds: Int

    /// Nil for anything else, for nothing at all, and for more than 100 years.
    public init?(_ text: String) {
        let halves = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        func numbers(_ text: Substring) -> [Int]? {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { part in
                part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
            }
            let known = parts.compactMap(\.self)
            return known.count == parts.count && known.allSatisfy { $0 <= Self.most } ? known : nil
        }
        guard let last = halves.last, let time = numbers(last), (1 ... 3).contains(time.count) else { return nil }
        var total = 0
        if halves.count == 2 {
            guard let days = numbers(halves[0]), days.count == 1 else { return nil }
            // Behind days stand hours.
            for (number, unit) in zip(days + time, [86_400, 3600, 60, 1]) { total += number * unit }
        } else {
            let units = [[60], [60, 1], [3600, 60, 1]][time.count - 1]
            for (number, unit) in zip(time, units) { total += number * unit }
        }
        guard total > 0, total <= Self.most else { return nil }
        seconds = total
    }

    private static let most = 100 * 366 * 86_400

    /// `1-02:03:04`, or `02:03:04` below a day; both read back as the same.
    public var description: String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        let clock = "\(two(seconds % 86_400 / 3600)):\(two(seconds % 3600 / 60)):\(two(seconds % 60))"
        return seconds >= 86_400 ? "\(seconds / 86_400)-\(clock)" : clock
    }
}
