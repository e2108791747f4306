import Foundation
import Synchronization

/// A process that this one started. It is reaped by its own number alone, so that other children are
/// left to whoever started them.
///
/// The child gets the descriptors that are named and no others, and no blocked signals but those that are named. What it may
/// inherit besides is the CPU mask of the calling thread.
public final class ChildProcess: Sendable {
    /// The system's number of it. Once it was waited for, another process may have that number.
    public let pid: Int32
    private let ending = Mutex<ChildEnding?>(nil)
    /// Makes descriptors and children one thread at a time (see `PipeEnds`).
    static let spawning = Mutex<Void>(())

    /// - Parameters:
    ///   - executable: a path.
    ///   - arguments: the first is the program's name.
    ///   - files: this process's descriptors by the number that each shall have there.
    ///   - ownGroup: in a process group of its own, out of the terminal's reach: Ctrl-C then comes
    ///     through this process alone.
    ///   - signals: to be at their defaults there although this process ignores them; other than those
    ///     that always are.
    ///   - blocked: signals that wait there for its end, which they then no longer reach.
    /// - Throws: `SpawnError`.
    public static func start(
        _ executable: String, _ arguments: [String], environment: [String: String], files: [Int32: Int32],
        ownGroup: Bool = false, defaults signals: [Int32] = [], blocked: [Int32] = []
    ) throws(SpawnError) -> ChildProcess {
        do {
            return try spawning.withLock { _ in
                try startLocked(executable, arguments, environment, files, ownGroup, signals, blocked)
            }
        } catch {
            throw error as? SpawnError ?? SpawnError(step: "start", code: EINVAL)
        }
    }

    /// Inside `spawning`.
    static func startLocked(
        _ executable: String, _ arguments: [String], _ environment: [String: String], _ files: [Int32: Int32],
        _ ownGroup: Bool, _ defaults: [Int32], _ blocked: [Int32] = []
    ) throws(SpawnError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (theirs, ours) in files { posix_spawn_file_actions_adddup2(&actions, ours, theirs) }
        for stray in strayDescriptors where files[stray] == nil {
            posix_spawn_file_actions_addclose(&actions, stray)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in blocked { sigaddset(&signals, signal) }
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigemptyset(&signals)
        // Not SIGINT and SIGHUP, unless asked: nohup holds all the way down, and a child that is still
        // starting must not be lost to a Ctrl-C that its parent is about to tell it of.
        for signal in [SIGTERM, SIGPIPE, SIGCHLD, SIGTSTP] + defaults { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (ownGroup ? POSIX_SPAWN_SETPGROUP : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, executable, &actions, &attributes, &words, &variables)
        guard code == 0 else { throw SpawnError(step: "start", code: code) }
        return ChildProcess(pid: pid)
    }

    private init(pid: Int32) {
        self.pid = pid
    }

    /// Open descriptors that are not marked to be closed on exec: what this process was given by its
    /// own parent, or a library forgot to mark.
    private static var strayDescriptors: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap(Int32.init).filter { $0 > 2 && fcntl($0, F_GETFD) == 0 }
    }

    /// Sends a signal; nothing where the child has been reaped, whose number may be another's by now.
    /// - Parameter group: to all of its process group; only for a child with a group of its own.
    public func signal(_ number: Int32, group: Bool = false) {
        ending.withLock { ending in
            if ending == nil { _ = kill(group ? -pid : pid, number) }
        }
    }

    /// How it ended; nil while it runs.
    public func poll() -> ChildEnding? {
        ending.withLock { ending in
            if let ending { return ending }
            var status: Int32 = 0
            let found = waitpid(pid, &status, WNOHANG)
            if found == pid { ending = ChildEnding(waitStatus: status) }
            // Somebody else reaped it: how it ended is lost.
            if found < 0, errno == ECHILD { ending = .exited(255) }
            return ending
        }
    }

    /// Blocks until it has ended.
    public func wait() -> ChildEnding {
        while true {
            if let ending = poll() { return ending }
            // Leaves it unreaped, so that `signal` from another thread never meets a stranger.
            var info = siginfo_t()
            _ = waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT)
        }
    }
}
