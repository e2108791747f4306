/// A binary heap in an array; the least element, by `<`, comes first.
/// (J. W. J. Williams, "Algorithm 232: Heapsort", Communications of the ACM 7, 1964.)
struct PriorityQueue<Element: Comparable> {
    /// `heap[i]` is never after `heap[2i + 1]` and `heap[2i + 2]`.
    private var heap: [Element] = []

    init() {}

    /// - Complexity: O(n).
    init(_ elements: some Sequence<Element>) {
        heap = Array(elements)
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    var isEmpty: Bool { heap.isEmpty }
    var count: Int { heap.count }
    var first: Element? { heap.first }
    /// In no useful order.
    var unordered: [Element] { heap }

    /// - Complexity: O(log n).
    mutating func push(_ element: Element) {
        heap.append(element)
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index] < heap[parent] else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    /// - Complexity: O(log n).
    mutating func pop() -> Element? {
        guard let last = heap.popLast() else { return nil }
        guard let first = heap.first else { return last }
        heap[0] = last
        sink(0)
        return first
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var least = index
            let left = 2 * index + 1
            let right = left + 1
            if left < heap.count, heap[left] < heap[least] { least = left }
            if right < heap.count, heap[right] < heap[least] { least = right }
            guard least != index else { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}

extension PriorityQueue: Sendable where Element: Sendable {}
