/// What waits to be done, in the order in which it shall be: highest priority, then longest
/// expected, then first come. Pure; the scheduler and virtual time share it.
struct WorkQueue: Sendable {
    private struct Entry: Comparable, Sendable {
        var item: WorkItem
        /// `item.cost`; a cost that is not a number must not break the order of the heap.
        var cost: Double
        var arrival: Int

        static func < (a: Entry, b: Entry) -> Bool {
            if a.item.priority != b.item.priority { return a.item.priority > b.item.priority }
            if a.cost != b.cost { return a.cost > b.cost }
            return a.arrival < b.arrival
        }

        static func == (a: Entry, b: Entry) -> Bool { a.arrival == b.arrival }
    }

    private var heap = PriorityQueue<Entry>()
    private var arrivals = 0

    var isEmpty: Bool { heap.isEmpty }
    var count: Int { heap.count }

    mutating func push(_ item: WorkItem) {
        heap.push(Entry(item: item, cost: item.cost.isNaN ? 0 : item.cost, arrival: arrivals))
        arrivals += 1
    }

    mutating func pop() -> WorkItem? { heap.pop()?.item }

    /// Takes out what fits, and returns it in order.
    /// - Complexity: O(n), and O(m log m) for m that fit.
    mutating func remove(where fits: (WorkItem) -> Bool) -> [WorkItem] {
        var removed: [Entry] = []
        var kept: [Entry] = []
        for entry in heap.unordered {
            if fits(entry.item) { removed.append(entry) } else { kept.append(entry) }
        }
        heap = PriorityQueue(kept)
        return removed.sorted().map(\.item)
    }
}
