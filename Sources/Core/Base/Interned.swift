import Synchronization

/// A value that very many others share, and of whose kind a program meets a few: a pointer to the one copy, which is
/// never let go. A reference would be counted up and down with every copy, and threads that do so at one
/// counter wait for each other.
struct Interned<Value: Sendable>: Hashable, @unchecked Sendable {
    // @unchecked: what it points to is never written or freed.
    private let pointer: UnsafePointer<Value>

    /// Never let go: see `InternPool`.
    fileprivate init(_ value: Value) {
        let own = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        own.initialize(to: value)
        pointer = UnsafePointer(own)
    }

    var value: Value { pointer.pointee }

    /// The same copy: equal values of one pool are.
    static func == (a: Interned, b: Interned) -> Bool { a.pointer == b.pointer }
    func hash(into hasher: inout Hasher) { hasher.combine(pointer) }
}

/// The values of one kind that the process has met, by what tells them apart.
final class InternPool<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let known = Mutex<[Key: Interned<Value>]>([:])

    /// - Parameter value: asked for where the key is new.
    func value(_ key: Key, _ value: @autoclosure () -> Value) -> Interned<Value> {
        known.withLock { known in
            if let found = known[key] { return found }
            let new = Interned(value())
            known[key] = new
            return new
        }
    }
}
