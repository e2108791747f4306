import Foundation

/// Where trainings, measurings and analyses under way leave their state: one file for each, replaced atomically, gone
/// when the model or the measurements are recorded.
public struct CheckpointFolder: Sendable {
    /// `ResultsFolder.checkpoints`; it need not exist to be read from.
    public let url: URL
    let replace: @Sendable (URL, [UInt8]) throws(FileError) -> Void
    let load: @Sendable (URL) throws -> [UInt8]
    /// Seconds before a file that cannot be read is asked for again, once each: a disk that is away for a moment must not
    /// cost hours of training.
    let patience: [Double]

    /// - Parameters:
    ///   - replace: writes a file as a whole or not at all; for tests of disks that refuse.
    ///   - load: reads a file; likewise.
    public init(
        _ url: URL,
        replace: @escaping @Sendable (URL, [UInt8]) throws(FileError) -> Void = { url, bytes throws(FileError) in
            try AtomicFile.write(bytes, to: url)
        },
        load: @escaping @Sendable (URL) throws -> [UInt8] = { [UInt8](try Data(contentsOf: $0)) },
        patience: [Double] = [0.1, 0.5, 2, 5]
    ) {
        self.url = url
        self.replace = replace
        self.load = load
        self.patience = patience
    }

    /// - Parameter id: `Job.id`.
    public func file(_ id: String) -> URL { url.appendingPathComponent("\(id).checkpoint") }

    /// Nil where there is none.
    /// - Throws: `CheckpointError` for every kind of damage, and for one of another job or of other
    ///   numerics.
    public func read(_ id: String) throws(CheckpointError) -> CheckpointFile? {
        let path = file(id).path
        guard let bytes = try bytes(of: file(id)) else { return nil }
        let checkpoint = try CheckpointFile(bytes: bytes, file: path)
        guard checkpoint.head.job == id else {
            throw .foreign(file: path, what: "job", expected: id, found: checkpoint.head.job)
        }
        guard checkpoint.head.numerics == NumericsVersion.current else {
            throw .foreign(
                file: path, what: "version of the numerics", expected: "\(NumericsVersion.current)",
                found: "\(checkpoint.head.numerics)")
        }
        return checkpoint
    }

    /// Nil where there is no such file. - Throws: `CheckpointError.unreadable`, after some seconds.
    func bytes(of file: URL) throws(CheckpointError) -> [UInt8]? {
        var pauses = patience[...]
        while true {
            do {
                return try load(file)
            } catch {
                if (error as? CocoaError)?.code == .fileReadNoSuchFile { return nil }
                guard let pause = pauses.popFirst() else {
                    throw .unreadable(file: file.path, reason: error.localizedDescription)
                }
                usleep(UInt32(pause * 1_000_000))
            }
        }
    }

    /// - Throws: `FileError`, and `SafetensorsError` for a state that contradicts itself.
    public func write(_ checkpoint: CheckpointFile) throws {
        try replace(file(checkpoint.head.job), checkpoint.encoded())
    }

    /// Deletes the checkpoint of a training; nothing happens where there is none.
    public func remove(_ id: String) { unlink(file(id).path) }

    /// Epochs done by job id, as the files' first lines say: for showing what there is, since nothing
    /// else is looked at.
    public func found() -> [String: Int] { trainings().mapValues(\.epoch) }

    /// The same, whole heads.
    func trainings() -> [String: CheckpointHead] {
        heads().compactMapValues { $0.flatMap { $0.numerics == NumericsVersion.current ? $0 : nil } }
    }

    /// Deletes the checkpoints that nothing can go on from: of networks that are trained, of evaluations that
    /// are recorded, of other numerics, and what writers that were killed half-way left. Only for a folder
    /// that nobody else writes to now.
    /// - Parameters:
    ///   - isTrained: asked of a `Job.id`.
    ///   - isEvaluated: asked of an `Evaluation.id`.
    public func removeLeftovers(
        isTrained: (String) -> Bool, isEvaluated: (String) -> Bool = { _ in false }
    ) {
        AtomicFile.removeLeftovers(in: url)
        for (id, head) in heads() {
            // One that cannot be read stays, so that its job says so.
            let isForeign = head.map { $0.numerics != NumericsVersion.current } ?? false
            if isForeign || isTrained(id) { remove(id) }
        }
        for (file, evaluation, head) in measurings() {
            let isForeign = head.map { $0.numerics != NumericsVersion.current } ?? false
            if isForeign || isEvaluated(evaluation) { unlink(file.path) }
        }
        for (file, evaluation, head) in analyses() {
            let isForeign = head.map { $0.numerics != NumericsVersion.current } ?? false
            if isForeign || isEvaluated(evaluation) { unlink(file.path) }
        }
    }

    /// For the end of a run in which everything was done.
    public func removeAll() {
        removeLeftovers { _ in true } isEvaluated: { _ in true }
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] }

    private func heads() -> [String: CheckpointHead?] {
        var heads: [String: CheckpointHead?] = [:]
        for name in names where name.hasSuffix(".checkpoint") {
            let id = String(name.dropLast(".checkpoint".count))
            heads[id] = .some(firstLine(of: file(id)).flatMap { try? CheckpointFile.head($0, file: name) })
        }
        return heads
    }

    func firstLine(of file: URL) -> [UInt8]? {
        guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
        defer { try? handle.close() }
        return (try? handle.read(upToCount: SealedFile.longestLine)).map { [UInt8]($0) }
    }
}
