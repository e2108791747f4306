import Foundation
import Synchronization

/// Where the models of speculative jobs lie until their search asks for them: in a folder of their own,
/// so that `models/` holds exactly what it would hold without speculation.
public final class SpeculativeModels: Sendable {
    private let folder: URL
    private let model: @Sendable (String) -> URL
    private let checkpoints: CheckpointFolder?
    private let ids = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - folder: of this process alone; made when needed, and emptied now: what a former run left
    ///     there was never asked for.
    ///   - model: where the model of a job that counts lies.
    ///   - checkpoints: where jobs leave theirs: those of discarded jobs go with them.
    public init(folder: URL, model: @escaping @Sendable (String) -> URL, checkpoints: CheckpointFolder? = nil) {
        self.folder = folder
        self.checkpoints = checkpoints
        self.model = model
        removeAll()
    }

    /// Where the model of a job is to be written now.
    @Sendable public func url(_ id: String) -> URL {
        ids.withLock { $0.contains(id) } ? speculative(id) : model(id)
    }

    /// - Throws: `FileError` where the folder cannot be made.
    func begin(_ id: String) throws(FileError) {
        if mkdir(folder.path, 0o777) != 0, errno != EEXIST {
            throw .refused(.createFolder, path: folder.path, code: errno)
        }
        ids.withLock { _ = $0.insert(id) }
    }

    /// The job counts from now on. May be called again: a model written meanwhile follows.
    /// - Throws: `FileError` where its model cannot be moved.
    func use(_ id: String) throws(FileError) {
        ids.withLock { _ = $0.remove(id) }
        let path = speculative(id).path
        guard rename(path, model(id).path) != 0 else { return }
        let code = errno
        // Nothing was written yet; where something was, it is the folder of the models that is not there.
        if code == ENOENT, access(path, F_OK) != 0 { return }
        throw .refused(.rename, path: path, code: code)
    }

    func discard(_ id: String, withCheckpoint: Bool = true) {
        ids.withLock { _ = $0.remove(id) }
        unlink(speculative(id).path)
        guard withCheckpoint, let checkpoints else { return }
        checkpoints.remove(id)
        checkpoints.removeMeasurings(of: id)
    }

    /// For the end of a run: deletes the folder with what nobody asked for.
    public func removeAll() {
        try? FileManager.default.removeItem(at: folder)
    }

    private func speculative(_ id: String) -> URL { folder.appendingPathComponent("\(id).safetensors") }
}
