import Core
import Foundation
import Synchronization

/// Keeps `status.json` in the results folder about a second behind the run. A disk that refuses it costs the run
/// nothing: the next second tries again.
final class StatusKeeper: Sendable {
    private struct State {
        /// Nil before the run has begun.
        var status: RunStatus?
        var next = ContinuousClock.now
        /// Nothing comes after the end.
        var isEnded = false

        /// Between two, at least.
        let period: Duration

        mutating func write(to url: URL) {
            let before = ContinuousClock.now
            try? status?.write(to: url)
            next = before + max(period, before.duration(to: .now) * 20)
        }
    }

    private let url: URL
    private let state: Mutex<State>

    init(_ folder: ResultsFolder) {
        url = folder.status
        // A thousand shards would give a shared file system a thousand renames a second.
        state = Mutex(State(period: folder.shard == nil ? .seconds(1) : .seconds(30)))
    }

    /// Writes the first one.
    /// - Parameter supervisor: the process that watches this one.
    func begin(sweep: String, supervisor: Int32?, again: String, display: RunDisplay) {
        state.withLock { state in
            guard !state.isEnded else { return }
            state.status = RunStatus(
                sweep: sweep, program: Program.name, supervisor: supervisor, command: again, progress: display.progress)
            state.write(to: url)
            // What the lanes begin with is to be seen soon.
            state.next = .now
        }
    }

    /// At most once a second, a shard's every half minute, and never for more than a twentieth of the time.
    func note(_ display: RunDisplay, secondsLeft: Double, isStopping: Bool) {
        state.withLock { state in
            guard !state.isEnded, ContinuousClock.now >= state.next else { return }
            state.status?.note(display.progress, seconds: display.elapsed, secondsLeft: secondsLeft, isStopping: isStopping)
            state.write(to: url)
        }
    }

    /// The first end is the one that counts.
    func end(_ display: RunDisplay, exitStatus: Int32) {
        state.withLock { state in
            guard !state.isEnded else { return }
            state.isEnded = true
            state.status?.end(display.progress, seconds: display.elapsed, exitStatus: exitStatus)
            state.write(to: url)
        }
    }

    /// As `end`, but waits no longer than a second: for whom the disk must not hold up.
    func endSoon(_ display: RunDisplay, exitStatus: Int32) {
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            end(display, exitStatus: exitStatus)
            done.signal()
        }
        _ = done.wait(timeout: .now() + 1)
    }
}
