/// An identity as the 64 bits that its sixteen hexadecimal digits stand for: tables of 100,000 of them
/// stay small and quick to look up in.
public struct PackedID: Hashable, Sendable {
    let bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    /// Nil unless the text is sixteen lower-case hexadecimal digits, as every `Job.id` and
    /// `Evaluation.id` is.
    public init?(_ text: String) {
        var text = text
        guard let id = text.withUTF8({ PackedID(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = id
    }

    init?(_ digits: UnsafeRawBufferPointer) {
        guard digits.count == 16 else { return nil }
        var bits: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0") ... UInt8(ascii: "9"): bits = bits << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a") ... UInt8(ascii: "f"): bits = bits << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        self.bits = bits
    }

    /// The digits.
    public var text: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0 ..< 16 {
                let digit = UInt8(truncatingIfNeeded: bits >> UInt64(60 - 4 * index)) & 15
                buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 16
        }
    }
}

/// Values by identity, side by side in one array: a dictionary of large values would keep room for
/// twice as many as there are.
public struct IDTable<Value: Sendable>: Sendable {
    private var places: [PackedID: Int32] = [:]
    /// Identities that are no sixteen digits; only journals of other programs have such.
    private var otherPlaces: [String: Int32] = [:]
    private var stored: [Value?] = []
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    /// In the order of their first coming.
    public var values: some Sequence<Value> { stored.lazy.compactMap(\.self) }

    public func contains(_ id: PackedID) -> Bool { places[id].map { stored[Int($0)] != nil } ?? false }

    public subscript(id: PackedID) -> Value? { places[id].flatMap { stored[Int($0)] } }

    public subscript(id: String) -> Value? {
        get { place(id).flatMap { stored[$0] } }
        set {
            if let place = place(id) {
                count += (newValue == nil ? 0 : 1) - (stored[place] == nil ? 0 : 1)
                stored[place] = newValue
            } else if let newValue {
                if let packed = PackedID(id) {
                    places[packed] = Int32(stored.count)
                } else {
                    otherPlaces[id] = Int32(stored.count)
                }
                stored.append(newValue)
                count += 1
            }
        }
    }

    /// The values in the order of their first coming, taken out of a table that is not needed any more.
    consuming func taken() -> [Value?] { stored }

    /// Changes a value where it stands.
    mutating func update(_ id: String, default value: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
        let place: Int
        if let known = self.place(id) {
            place = known
        } else {
            place = stored.count
            self[id] = value()
        }
        // Taken out meanwhile, so that there is one owner, and arrays inside are not copied.
        var found: Value?
        swap(&found, &stored[place])
        if found == nil { count += 1 }
        var changed = found.take() ?? value()
        change(&changed)
        stored[place] = changed
    }

    private func place(_ id: String) -> Int? {
        (PackedID(id).map { places[$0] } ?? otherPlaces[id]).map { Int($0) }
    }
}
