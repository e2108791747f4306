/// What waits to be done, in the order in which it shall be: highest priority, then longest
/// expected, then first come. Pure; the scheduler and virtual time share it.
///
/// The heap holds numbers alone: moving items within it would count their references dozens of times
/// for each, which took a fifth of a short job's bookkeeping.
struct WorkQueue: Sendable {
    private struct Entry: Comparable, Sendable {
        var priority: Int
        /// The item's; a cost that is not a number must not break the order of the heap.
        var cost: Double
        var arrival: Int
        /// The item's place in `items`.
        var place: Int

        static func < (a: Entry, b: Entry) -> Bool {
            if a.priority != b.priority { return a.priority > b.priority }
            if a.cost != b.cost { return a.cost > b.cost }
            return a.arrival < b.arrival
        }

        static func == (a: Entry, b: Entry) -> Bool { a.arrival == b.arrival }
    }

    private var heap = PriorityQueue<Entry>()
    private var items: [WorkItem?] = []
    /// Places of `items` that are empty.
    private var free: [Int] = []
    private var arrivals = 0

    var isEmpty: Bool { heap.isEmpty }
    var count: Int { heap.count }

    mutating func push(_ item: WorkItem) {
        let place: Int
        if let empty = free.popLast() {
            place = empty
            items[place] = item
        } else {
            place = items.count
            items.append(item)
        }
        heap.push(
            Entry(priority: item.priority, cost: item.cost.isNaN ? 0 : item.cost, arrival: arrivals, place: place))
        arrivals += 1
    }

    mutating func pop() -> WorkItem? { heap.pop().flatMap { take($0.place) } }

    private mutating func take(_ place: Int) -> WorkItem? {
        free.append(place)
        // Not copied: a copy would count its references.
        return items[place].take()
    }

    /// Takes out what fits, and returns it in order.
    /// - Complexity: O(n), and O(m log m) for m that fit.
    mutating func remove(where fits: (WorkItem) -> Bool) -> [WorkItem] {
        var removed: [Entry] = []
        var kept: [Entry] = []
        for entry in heap.unordered {
            if items[entry.place].map(fits) ?? false { removed.append(entry) } else { kept.append(entry) }
        }
        heap = PriorityQueue(kept)
        return removed.sorted().compactMap { take($0.place) }
    }
}
