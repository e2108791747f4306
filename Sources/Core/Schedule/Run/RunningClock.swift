import Foundation
import Synchronization

/// Seconds in which this process ran: not those in which it was stopped (Ctrl-Z), the machine slept, or a virtual
/// one was paused. Nobody can set it. What a job may take is counted on it.
///
/// Somebody must look at it often; where nobody did for some seconds, nobody could: the process stood still.
public final class RunningClock: Sendable {
    /// Looks that are further apart tell of a process that stood still. A busy machine keeps one waiting too, but
    /// not for seconds.
    static let stall = 3.0
    /// Seconds between two looks of `process`.
    private static let pause = 0.25

    private let source: @Sendable () -> Double
    /// Seconds counted so far, and the source's at the last look.
    private let state: Mutex<(counted: Double, last: Double)>

    /// - Parameter source: seconds of a clock that goes on while the process is stopped.
    init(source: @escaping @Sendable () -> Double) {
        self.source = source
        state = Mutex((0, source()))
    }

    /// Seconds since the clock was made. Never less than before.
    public var now: Double {
        state.withLock { state in
            let time = source()
            let gap = time - state.last
            state.last = time
            if gap > 0 { state.counted += gap < Self.stall ? gap : Self.pause }
            return state.counted
        }
    }

    /// This process's, with a thread of its own that looks. Ask for it first on a thread that is not bound: the new
    /// one inherits its processors.
    public static let process: RunningClock = {
        let origin = SuspendingClock.now
        let clock = RunningClock { origin.duration(to: .now) / .seconds(1) }
        Thread.detachNewThread {
            while true {
                Thread.sleep(forTimeInterval: pause)
                _ = clock.now
            }
        }
        return clock
    }()
}
