/// Numbers of array tasks as Slurm writes them: `1-3,7,10-20:5%4`.
public struct TaskList: Sendable, Hashable, CustomStringConvertible {
    /// Ascending, each once.
    public let numbers: [Int]

    /// In any order; each counts once.
    public init(_ numbers: some Sequence<Int>) { self.numbers = Set(numbers).sorted() }

    /// With or without brackets; what stands behind `%` is passed over. Nil for anything else, or too many.
    public init?(_ text: String) {
        let bare = text.drop { $0 == "[" }.prefix { $0 != "%" && $0 != "]" }
        var numbers: [Int] = []
        for piece in bare.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = piece.split(separator: ":", omittingEmptySubsequences: false)
            let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
            let step = halves.count == 2 ? Int(halves[1]) : 1
            guard halves.count <= 2, let step, step > 0, let first = ends.first, let last = ends.last, first >= 0,
                ends.count == halves[0].split(separator: "-", omittingEmptySubsequences: false).count, ends.count <= 2,
                last >= first, last - first < ShardNumber.most
            else { return nil }
            numbers += stride(from: first, through: last, by: step)
        }
        self.init(numbers)
    }

    /// `1-3,7`: neighbours as ranges, ascending; as `--array` takes it.
    public var description: String {
        var pieces: [String] = []
        var start = 0
        while start < numbers.count {
            var end = start
            while end + 1 < numbers.count, numbers[end + 1] == numbers[end] + 1 { end += 1 }
            pieces.append(end == start ? "\(numbers[start])" : "\(numbers[start])-\(numbers[end])")
            start = end + 1
        }
        return pieces.joined(separator: ",")
    }
}
