/// A set of logical processors by the operating system's numbers, written as Linux writes them:
/// `"3"`, `"0-1"`, `"0-3,8"`.
public struct ProcessorSet: Hashable, Sendable, CustomStringConvertible {
    /// Ascending, without repetition.
    public let numbers: [Int]

    /// No machine has more; a larger number in a list is a slip of the pen, and must not become a
    /// range of billions of entries.
    static let largestNumber = 65_535

    /// In any order; each counts once.
    public init(_ numbers: some Sequence<Int>) {
        self.numbers = Set(numbers).sorted()
    }

    /// Reads a list such as `0-3,8`. Nil where the text is not one (also where it is empty).
    public init?(list text: String) {
        var found: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
            switch ends.count {
            case 1:
                guard let only = ends[0] else { return nil }
                found.append(only)
            case 2:
                guard let first = ends[0], let last = ends[1], first <= last else { return nil }
                found.append(contentsOf: first ... last)
            default: return nil
            }
        }
        self.init(found)
    }

    /// Stricter than `Int(_:)`, which takes "+1".
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30 ... 0x39).contains($0) }), let number = Int(text),
            number <= largestNumber
        else { return nil }
        return number
    }

    /// Whether it has no processor.
    public var isEmpty: Bool { numbers.isEmpty }
    /// How many processors it has.
    public var count: Int { numbers.count }

    /// Whether a processor is in it.
    /// - Complexity: O(log n).
    public func contains(_ number: Int) -> Bool {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number
    }

    /// The processors that are in both.
    public func intersection(_ other: ProcessorSet) -> ProcessorSet {
        ProcessorSet(numbers.filter(other.contains))
    }

    /// The processors that are not in the other.
    public func subtracting(_ other: ProcessorSet) -> ProcessorSet {
        ProcessorSet(numbers.filter { !other.contains($0) })
    }

    /// As Linux writes lists, `0-3,8`; empty for none.
    public var description: String {
        var parts: [String] = []
        var start = 0
        while start < numbers.count {
            var end = start
            while end + 1 < numbers.count, numbers[end + 1] == numbers[end] + 1 { end += 1 }
            parts.append(end == start ? "\(numbers[start])" : "\(numbers[start])-\(numbers[end])")
            start = end + 1
        }
        return parts.joined(separator: ",")
    }
}
