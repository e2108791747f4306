import Foundation
import Synchronization

/// A folder of this process where the system keeps temporary files, deleted with the object; by `removeAll` where a signal
/// ends the process before.
public final class TemporaryFolder: Sendable {
    private struct State {
        var paths: Set<String> = []
        /// Whether the process is about to end.
        var isOver = false
    }

    /// Not made yet.
    public let url: URL

    private static let state = Mutex(State())

    /// Does not return where the process is about to end.
    /// - Parameter purpose: a part of the name, for whoever finds the folder.
    public init(_ purpose: String) {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("sweep-\(purpose)-\(getpid())-\(UInt32.random(in: 0 ... .max))", isDirectory: true)
        let path = url.path
        let isOver = Self.state.withLock { state in
            state.paths.insert(path)
            return state.isOver
        }
        while isOver { pause() }
    }

    deinit {
        let path = url.path
        // With the lock held, so that `removeAll` does not return in the midst of it.
        Self.state.withLock { state in
            guard state.paths.remove(path) != nil else { return }
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Deletes all such folders of this process, which is to end at once.
    ///
    /// Whoever still works there finds a file where the folder was, below which nothing can be made: who finds nothing
    /// makes the folder again.
    public static func removeAll() {
        state.withLock { state in
            state.isOver = true
            let moved = state.paths.flatMap(displace)
            for folder in moved { try? FileManager.default.removeItem(atPath: folder) }
            for path in state.paths { unlink(path) }
            state.paths = []
        }
    }

    /// Puts an empty file in a folder's place.
    /// - Returns: where the folder is now; more than one where it was made again meanwhile.
    static func displace(_ path: String) -> [String] {
        var moved: [String] = []
        for attempt in 0 ..< 10 {
            let gone = "\(path)-gone-\(attempt)"
            if rename(path, gone) == 0 { moved.append(gone) }
            let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
            guard file < 0 else {
                close(file)
                break
            }
        }
        return moved
    }
}
