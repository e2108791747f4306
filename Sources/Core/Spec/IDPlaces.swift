/// Places of an array by identity: open addressing with linear probing, since identities are hashes
/// already, and hashing them once more took a tenth of a large sweep's resuming.
/// (D. E. Knuth, "The Art of Computer Programming", vol. 3, 6.4, algorithm L.)
struct IDPlaces: Sendable {
    private var ids: [UInt64] = []
    /// Beside `ids`; -1 where nothing is.
    private var places: [Int32] = []
    private(set) var count = 0

    /// - Complexity: O(1) expected.
    subscript(id: PackedID) -> Int? {
        guard !ids.isEmpty else { return nil }
        let place = places[slot(of: id.bits)]
        return place < 0 ? nil : Int(place)
    }

    /// - Precondition: `id` has no place yet.
    mutating func insert(_ id: PackedID, at place: Int) {
        if 3 * (count + 1) > 2 * ids.count { grow() }
        let slot = slot(of: id.bits)
        ids[slot] = id.bits
        places[slot] = Int32(place)
        count += 1
    }

    /// Where it stands, or would stand.
    private func slot(of bits: UInt64) -> Int {
        let mask = ids.count - 1
        // Multiplicative hashing: identities that are counted, as in tests, are spread too.
        var slot = Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while places[slot] >= 0, ids[slot] != bits { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldIDs, oldPlaces) = (ids, places)
        let size = max(16, 2 * ids.count)
        ids = [UInt64](repeating: 0, count: size)
        places = [Int32](repeating: -1, count: size)
        for (bits, place) in zip(oldIDs, oldPlaces) where place >= 0 {
            let slot = slot(of: bits)
            (ids[slot], places[slot]) = (bits, place)
        }
    }
}

/// A set of identities.
public struct IDSet: Sendable {
    private var places = IDPlaces()

    public init() {}

    public init(_ ids: some Sequence<PackedID>) {
        for id in ids { insert(id) }
    }

    public var isEmpty: Bool { places.count == 0 }
    public var count: Int { places.count }

    public func contains(_ id: PackedID) -> Bool { places[id] != nil }

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
