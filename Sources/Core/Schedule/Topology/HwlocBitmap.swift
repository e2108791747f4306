import CHwloc

/// Conversions between hwloc's bitmaps and `ProcessorSet`.
enum HwlocBitmap {
    /// Runs `body` with a bitmap of these processors. Nil where there is no memory for one.
    static func with<Result>(_ processors: ProcessorSet, _ body: (hwloc_bitmap_t) -> Result) -> Result? {
        withEmpty { bitmap in
            for number in processors.numbers { hwloc_bitmap_set(bitmap, UInt32(number)) }
            return body(bitmap)
        }
    }

    /// Runs `body` with an empty bitmap of its own.
    static func withEmpty<Result>(_ body: (hwloc_bitmap_t) -> Result) -> Result? {
        guard let bitmap = hwloc_bitmap_alloc() else { return nil }
        defer { hwloc_bitmap_free(bitmap) }
        return body(bitmap)
    }

    /// hwloc may answer with an infinite set ("everything from 4 on"), of which only what the
    /// topology knows can be listed.
    static func members(_ bitmap: hwloc_const_bitmap_t, within topology: hwloc_topology_t) -> ProcessorSet {
        guard let all = hwloc_topology_get_complete_cpuset(topology) else { return members(bitmap) }
        return withEmpty { common in
            hwloc_bitmap_and(common, bitmap, all)
            return members(common)
        } ?? ProcessorSet([])
    }

    static func members(_ bitmap: hwloc_const_bitmap_t) -> ProcessorSet {
        var numbers: [Int] = []
        var next = hwloc_bitmap_first(bitmap)
        while next >= 0, Int(next) <= ProcessorSet.largestNumber {
            numbers.append(Int(next))
            next = hwloc_bitmap_next(bitmap, next)
        }
        return ProcessorSet(numbers)
    }
}
