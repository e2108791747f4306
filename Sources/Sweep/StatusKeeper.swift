import Core
import Foundation

/// Keeps `status.json` in the results folder about a second behind the run. A disk that refuses it costs the run
/// nothing: the next second tries again.
struct StatusKeeper {
    private var status: RunStatus
    private let url: URL
    private let clock = ContinuousClock()
    private var next: ContinuousClock.Instant
    private let period: Duration

    /// Writes the first one.
    /// - Parameter supervisor: the process that watches this one.
    init(_ folder: ResultsFolder, sweep: String, supervisor: Int32?, again: String, display: RunDisplay) {
        url = folder.status
        // A thousand shards would give a shared file system a thousand renames a second.
        period = folder.shard == nil ? .seconds(1) : .seconds(30)
        status = RunStatus(
            sweep: sweep, program: Program.name, supervisor: supervisor, command: again,
            progress: display.progress)
        next = clock.now
        write()
        // What the lanes begin with is to be seen soon.
        next = clock.now
    }

    /// At most once a second, a shard's every half minute, and never for more than a twentieth of the time.
    mutating func note(_ display: RunDisplay, secondsLeft: Double, isStopping: Bool) {
        guard clock.now >= next else { return }
        status.note(display.progress, seconds: display.elapsed, secondsLeft: secondsLeft, isStopping: isStopping)
        write()
    }

    mutating func end(_ display: RunDisplay, exitStatus: Int32) {
        status.end(display.progress, seconds: display.elapsed, exitStatus: exitStatus)
        write()
    }

    private mutating func write() {
        let before = clock.now
        try? status.write(to: url)
        next = before + max(period, before.duration(to: clock.now) * 20)
    }
}
