import Foundation
import Synchronization

/// A folder of this process where the system keeps temporary files, deleted with the object; by `removeAll` where a signal
/// ends the process before.
public final class TemporaryFolder: Sendable {
    /// Not made yet.
    public let url: URL

    private static let paths = Mutex<Set<String>>([])

    /// - Parameter purpose: a part of the name, for whoever finds the folder.
    public init(_ purpose: String) {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("sweep-\(purpose)-\(getpid())-\(UInt32.random(in: 0 ... .max))", isDirectory: true)
        let path = url.path
        Self.paths.withLock { _ = $0.insert(path) }
    }

    deinit {
        let path = url.path
        // With the lock held, so that `removeAll` does not return in the midst of it.
        Self.paths.withLock { paths in
            try? FileManager.default.removeItem(atPath: path)
            paths.remove(path)
        }
    }

    /// Deletes all such folders of this process, which is about to end.
    public static func removeAll() {
        paths.withLock { paths in
            for path in paths {
                // Under another name first: whoever still writes there finds no folder, and makes nothing new in it.
                let gone = path + "-gone"
                try? FileManager.default.removeItem(atPath: rename(path, gone) == 0 ? gone : path)
            }
            paths = []
        }
    }
}
