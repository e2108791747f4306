/// Values by identity, side by side in one array: a dictionary of large values would keep room for
/// twice as many as there are.
public struct IDTable<Value: Sendable>: Sendable {
    private var places = IDPlaces()
    /// Identities that are no sixteen digits; only journals of other programs have such.
    private var otherPlaces: [String: Int32] = [:]
    private var stored: [Value?] = []
    /// Identities that have a value.
    public private(set) var count = 0

    /// The empty table.
    public init() {}

    init(_ values: some Sequence<(PackedID, Value)>) {
        for (id, value) in values { set(.packed(id), value) }
    }

    /// Whether no ID has a value.
    public var isEmpty: Bool { count == 0 }

    /// In the order of their first coming.
    public var values: some Sequence<Value> { stored.lazy.compactMap(\.self) }

    /// Whether an ID has a value. O(1) expected.
    public func contains(_ id: PackedID) -> Bool { places[id].map { stored[$0] != nil } ?? false }

    /// The value of an ID; nil where it has none.
    public subscript(id: PackedID) -> Value? { places[id].flatMap { stored[$0] } }

    /// The same by text, which may also be other than sixteen hexadecimal digits; setting nil takes the value away.
    public subscript(id: String) -> Value? {
        get { place(id).flatMap { stored[$0] } }
        set {
            if let place = place(id) {
                count += (newValue == nil ? 0 : 1) - (stored[place] == nil ? 0 : 1)
                stored[place] = newValue
            } else if let newValue {
                put(newValue, at: newPlace(EventID(id)))
            }
        }
    }

    subscript(id: EventID) -> Value? { place(id).flatMap { stored[$0] } }

    mutating func set(_ id: EventID, _ value: Value) {
        guard case .packed(let id) = id else { return put(value, at: place(id) ?? newPlace(id)) }
        let place = places.place(id, orInsertAt: stored.count)
        if place < stored.count { return put(value, at: place) }
        stored.append(value)
        count += 1
    }

    private mutating func put(_ value: Value, at place: Int) {
        if stored[place] == nil { count += 1 }
        stored[place] = value
    }

    /// At the end, and empty.
    private mutating func newPlace(_ id: EventID) -> Int {
        switch id {
        case .packed(let id): places.insert(id, at: stored.count)
        case .other(let text): otherPlaces[text] = Int32(stored.count)
        }
        stored.append(nil)
        return stored.count - 1
    }

    /// The values in the order of their first coming, nil where one was taken away.
    var all: [Value?] { stored }

    /// Changes a value where it stands.
    mutating func update(_ id: EventID, default value: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
        let place = place(id) ?? newPlace(id)
        // Taken out meanwhile, so that there is one owner, and arrays inside are not copied.
        var found: Value?
        swap(&found, &stored[place])
        if found == nil { count += 1 }
        var changed = found.take() ?? value()
        change(&changed)
        stored[place] = changed
    }

    private func place(_ id: String) -> Int? {
        PackedID(id).map { places[$0] } ?? otherPlaces[id].map { Int($0) }
    }

    private func place(_ id: EventID) -> Int? {
        switch id {
        case .packed(let id): places[id]
        case .other(let text): otherPlaces[text].map { Int($0) }
        }
    }
}
