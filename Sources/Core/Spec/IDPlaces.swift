/// Places of an array by identity: open addressing with linear probing, since identities are hashes
/// already, and hashing them once more took a tenth of a large sweep's resuming.
/// (D. E. Knuth, "The Art of Computer Programming", vol. 3, 6.4, algorithm L.)
struct IDPlaces: Sendable {
    /// Side by side, so that a look-up is one miss of the caches.
    private struct Slot {
        var id: UInt64
        /// -1 where nothing is.
        var place: Int
    }

    private var slots: [Slot] = []
    private(set) var count = 0

    /// - Complexity: O(1) expected.
    subscript(id: PackedID) -> Int? {
        guard !slots.isEmpty else { return nil }
        let place = slots[index(of: id.bits)].place
        return place < 0 ? nil : place
    }

    /// - Precondition: `id` has no place yet.
    mutating func insert(_ id: PackedID, at place: Int) {
        if 4 * (count + 1) > 3 * slots.count { grow() }
        slots[index(of: id.bits)] = Slot(id: id.bits, place: place)
        count += 1
    }

    /// Where it is; where it is nowhere yet, at `new` from now on.
    mutating func place(_ id: PackedID, orInsertAt new: Int) -> Int {
        if 4 * (count + 1) > 3 * slots.count { grow() }
        let index = index(of: id.bits)
        if slots[index].place >= 0 { return slots[index].place }
        slots[index] = Slot(id: id.bits, place: new)
        count += 1
        return new
    }

    /// Where it stands, or would stand.
    private func index(of bits: UInt64) -> Int {
        slots.withUnsafeBufferPointer { slots in
            let mask = slots.count - 1
            // Multiplicative hashing: identities that are counted, as in tests, are spread too.
            var index = Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
            while slots[index].place >= 0, slots[index].id != bits { index = (index + 1) & mask }
            return index
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(id: 0, place: -1), count: max(16, 2 * old.count))
        for slot in old where slot.place >= 0 { slots[index(of: slot.id)] = slot }
    }
}

/// A set of identities.
public struct IDSet: Sendable {
    private var places = IDPlaces()

    /// The empty set.
    public init() {}

    /// Each once, however often it is given.
    public init(_ ids: some Sequence<PackedID>) {
        for id in ids { insert(id) }
    }

    /// Whether there is no ID.
    public var isEmpty: Bool { places.count == 0 }
    /// IDs in the set.
    public var count: Int { places.count }

    /// Whether an ID is in the set. O(1) expected.
    public func contains(_ id: PackedID) -> Bool { places[id] != nil }

    /// Nothing changes where it is there already.
    public mutating func insert(_ id: PackedID) {
        if places[id] == nil { places.insert(id, at: 0) }
    }
}

/// An identity as an event tells it: sixteen digits, or, in journals of other programs, any text.
enum EventID: Hashable, Sendable {
    case packed(PackedID)
    case other(String)

    init(_ text: String) {
        self = PackedID(text).map { .packed($0) } ?? .other(text)
    }

    var text: String {
        switch self {
        case .packed(let id): id.text
        case .other(let text): text
        }
    }
}
