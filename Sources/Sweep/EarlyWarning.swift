import Foundation
import Synchronization

/// Tells whether Slurm's warning (SIGUSR1) comes so long before the known end that it is only a hint to look at the clock,
/// as with `--signal=B:USR1@600`.
final class EarlyWarning: Sendable {
    private struct State {
        /// Seconds since 1970 at which the run stops.
        var stop: Double
        var isHinted = false
    }

    private let state: Mutex<State>

    init(stop: Double) { state = Mutex(State(stop: stop)) }

    func set(_ stop: Double) { state.withLock { $0.stop = stop } }

    /// For any thread, when the signal comes. - Returns: false where it counts.
    func isEarly() -> Bool {
        let now = Date.now.timeIntervalSince1970
        return state.withLock { state in
            guard now < state.stop else { return false }
            state.isHinted = true
            return true
        }
    }

    /// Whether one came since it was asked for.
    func take() -> Bool {
        state.withLock { state in
            defer { state.isHinted = false }
            return state.isHinted
        }
    }
}
