import Foundation

/// Whether a run goes on in a results folder, as another process sees it.
public enum RunPresence: Sendable {
    /// Somebody has the folder and has not said what is done there: data are read, cores waited for, or a run has
    /// just written its last word. Nil where the lock does not say who it is.
    case busy(LockHolder?)
    case running(RunStatus)
    /// The run's process is gone, and the one that watches it is about to start it again, or waits until it does.
    case restarting(RunStatus, supervisor: Int32)
    /// The run's process is gone and did not say why.
    case lost(RunStatus)
    case ended(RunStatus)
    /// No run has left a word.
    case none

    /// In one word.
    public var name: String {
        switch self {
        case .busy: "busy"
        case .running: "running"
        case .restarting: "restarting"
        case .lost: "lost"
        case .ended: "ended"
        case .none: "none"
        }
    }

    /// What the run says of itself.
    public var status: RunStatus? {
        switch self {
        case .running(let status), .restarting(let status, _), .lost(let status), .ended(let status): status
        case .busy, .none: nil
        }
    }

    /// Whether there may be more to see in a moment.
    public var goesOn: Bool {
        switch self {
        case .busy, .running, .restarting: true
        case .lost, .ended, .none: false
        }
    }

    /// A status of another machine, whose locks may not be seen from here, counts for so many seconds.
    static let trust = 60.0

    /// As it is now, by the folder's lock, its `status.json`, and the processes of this machine.
    public static func of(_ folder: ResultsFolder) -> RunPresence {
        of(
            RunStatus(contentsOf: folder.status), lock: ResultsLock.held(folder: folder.url.path),
            host: HostName.current, now: Date.now,
            isAlive: { pid, mark in
                // Of another user's process the kernel says that it is there; the mark, whether it is the same.
                (kill(pid, 0) == 0 || errno == EPERM) && (mark?.canBe(.of(pid)) ?? true)
            })
    }

    /// - Parameters:
    ///   - lock: whether somebody has the folder. The kernel gives it back with the process, so it tells a dead one
    ///     from a living one where a number of a process, which is given again, would not.
    ///   - isAlive: whether this machine has a process of that number, which can be the one with that mark.
    static func of(
        _ status: RunStatus?, lock: ResultsLockError?, host: String, now: Date, isAlive: (Int32, ProcessMark?) -> Bool
    ) -> RunPresence {
        if case .held(_, let holder)? = lock {
            guard let status, status.state != .ended, status.state != .waiting else { return .busy(holder) }
            if let holder, holder.pid != status.holder.pid || holder.host != status.holder.host { return .busy(holder) }
            return .running(status)
        }
        guard let status else { return .none }
        if status.state == .ended { return .ended(status) }
        guard status.holder.host == host else {
            let age = (try? Date.ISO8601FormatStyle().parse(status.waitsUntil ?? status.updated)).map { now.timeIntervalSince($0) }
            if status.state == .waiting, let supervisor = status.supervisor {
                return (age.map { $0 < trust } ?? false) ? .restarting(status, supervisor: supervisor) : .lost(status)
            }
            // Clocks of two machines differ.
            return (age.map { abs($0) < trust } ?? false) ? .running(status) : .lost(status)
        }
        if let supervisor = status.supervisor, isAlive(supervisor, status.supervisorMark) {
            return .restarting(status, supervisor: supervisor)
        }
        return .lost(status)
    }
}
