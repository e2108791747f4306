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
        heap.withUnsafeMutableBufferPointer { heap in
            let element = heap[start]
            // Filled from below as long as what comes there is before `element`.
            var hole = start
            while true {
                var child = 2 * hole + 1
                guard child < heap.count else { break }
                if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
                guard heap[child] < element else { break }
                heap[hole] = heap[child]
                hole = child
            }
            heap[hole] = element
        }
    }
}

extension PriorityQueue: Sendable where Element: Sendable {}
