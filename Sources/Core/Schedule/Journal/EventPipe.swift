import Dispatch

/// Events on their way from a thread that reads lines to one that takes them up: each is half of the work
/// on a journal.
final class EventPipe<Event: Sendable>: Sendable {
    private struct State: Sendable {
        var waiting: [[Event]] = []
        var isClosed = false
    }

    private static var filled: Int { 0 }
    private static var emptied: Int { 1 }
    /// Portions that may wait, so that memory stays small.
    private static var most: Int { 4 }
    /// Events in a portion.
    private static var portion: Int { 1024 }

    private let monitor = Monitor(State(), conditions: 2)

    private init() {}

    /// Calls `visit` with every event that `produce` hands on, in its order; `produce` runs on another thread
    /// meanwhile.
    /// - Returns: what `produce` returned.
    static func run<Result: Sendable>(
        _ produce: @escaping @Sendable (_ give: (Event) -> Void) -> Result, visit: (Event) -> Void
    ) -> Result {
        let pipe = EventPipe()
        let done = Monitor<Result?>(nil, conditions: 1)
        DispatchQueue.global(qos: .userInitiated).async {
            var events: [Event] = []
            let result = produce { event in
                events.append(event)
                guard events.count == portion else { return }
                pipe.put(events)
                events.removeAll(keepingCapacity: true)
            }
            pipe.put(events)
            done.withLock { $0 = result }
            pipe.close()
        }
        while let events = pipe.take() { events.forEach(visit) }
        return done.wait(on: 0) { $0 }
    }

    private func put(_ events: [Event]) {
        monitor.wait(on: Self.emptied) { state -> Void? in
            guard state.waiting.count < Self.most else { return nil }
            state.waiting.append(events)
            monitor.signal(Self.filled)
            return ()
        }
    }

    private func close() {
        monitor.withLock { $0.isClosed = true }
        monitor.signal(Self.filled)
    }

    /// Nil when all is taken.
    private func take() -> [Event]? {
        monitor.wait(on: Self.filled) { state -> [Event]?? in
            guard let first = state.waiting.first else { return state.isClosed ? .some(nil) : nil }
            state.waiting.removeFirst()
            monitor.signal(Self.emptied)
            return first
        }
    }
}
