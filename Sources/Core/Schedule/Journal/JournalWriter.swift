import Dispatch
import Foundation
import Synchronization

/// Appends events to one shard of a journal. Every event is in the operating system's hands when
/// `append` returns, so that it survives the death of the process; it is on disk, so that it
/// survives a power loss, at most `interval` later, or when `flush` returns.
///
/// Thread-safe. `append` never waits for the disk.
public final class JournalWriter: Sendable {
    private struct State: Sendable {
        var file: JournalFile
        /// Beside it, from the first learning curves on.
        var curves: JournalFile?
        /// The folder does not safely name `curves` yet.
        var isFolderDirty = false
        /// Something was written since the last fsync.
        var isDirty = false
        /// An fsync will come by itself.
        var isScheduled = false
        var isClosed = false
        /// A failed fsync: the kernel may have dropped the pages, trying again would lie.
        var failure: JournalError?
    }

    /// Of the journal file.
    public let path: String
    /// Seconds between two fsyncs at most, while there is something to flush.
    public static let interval = 0.2

    private let state: Mutex<State>
    /// In a pool of threads that lanes do not use (see `Lane`).
    private let disk: DispatchQueue
    private let encoder: JSONEncoder

    /// Opens `folder/shard.jsonl`, which is made where it is missing, the folder too.
    /// Open it before lanes start.
    ///
    /// - Throws: `JournalError`.
    public init(folder: String, shard: String) throws(JournalError) {
        guard Self.isName(shard) else { throw .shardName(shard) }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .system(path: folder, step: "make the folder", reason: error.localizedDescription)
        }
        path = folder + "/" + shard + ".jsonl"
        state = Mutex(State(file: try JournalFile(path: path)))
        disk = DispatchQueue(label: "sweep.journal.\(shard)", qos: .utility)
        encoder = JournalLine.makeEncoder()
        // Through a timer, not at once: libdispatch makes the thread behind its timers at the
        // first use, which so happens on the unbound thread that opens the journal. Made by a
        // lane it would inherit that lane's processor.
        disk.asyncAfter(deadline: .now()) { JournalFile.synchroniseFolder(folder) }
    }

    deinit {
        let last = state.withLock { state -> State in
            defer { state.isClosed = true }
            return state
        }
        guard !last.isClosed else { return }
        // Nobody is left to be told of an error; `close` tells.
        for file in [last.curves, last.file].compactMap(\.self) {
            if last.isDirty { try? file.synchronise() }
            try? file.close()
        }
    }

    private static func isName(_ shard: String) -> Bool {
        let others = Array("-_.".utf8)
        return !shard.isEmpty && shard.utf8.count <= 100 && !shard.hasPrefix(".") && !shard.hasSuffix(".curves")
            && shard.utf8.allSatisfy { byte in
                switch byte {
                case 0x30 ... 0x39, 0x41 ... 0x5A, 0x61 ... 0x7A: true
                default: others.contains(byte)
                }
            }
    }

    /// The learning curves of a `trained` event go to a file beside the shard, before the event.
    ///
    /// - Throws: `JournalError`, also for an earlier failure to flush. After a full disk it may be
    ///   tried again.
    public func append(_ event: JournalEvent) throws(JournalError) {
        let curves: [UInt8]?
        let line: JSONText
        do {
            if case .trained(let trained) = event, let own = CurvesEvent(of: trained) {
                curves = try JournalLine.encode(own, with: encoder).bytes
                line = try JournalLine.encode(.trained(trained.withoutCurves), with: encoder)
            } else {
                curves = nil
                line = try JournalLine.encode(event, with: encoder)
            }
        } catch {
            throw .encoding(path: path, reason: "\(error)")
        }
        if try line.withUnsafeBytes({ write($0, after: curves) }).get() {
            disk.asyncAfter(deadline: .now() + Self.interval) { [weak self] in self?.synchronise() }
        }
    }

    /// - Returns: whether nobody has asked for an fsync yet.
    private func write(_ line: UnsafeRawBufferPointer, after curves: [UInt8]?) -> Result<Bool, JournalError> {
        state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            guard !state.isClosed else { return .failure(.closed(path: path)) }
            do throws(JournalError) {
                if let curves {
                    if state.curves == nil { state.isFolderDirty = true }
                    try append(curves, &state.curves)
                }
                try state.file.append(line)
            } catch {
                return .failure(error)
            }
            state.isDirty = true
            defer { state.isScheduled = true }
            return .success(!state.isScheduled)
        }
    }

    private func append(_ line: [UInt8], _ curves: inout JournalFile?) throws(JournalError) {
        var file: JournalFile
        if let open = curves {
            file = open
        } else {
            file = try JournalFile(path: path.dropLast(".jsonl".count) + CurvesEvent.suffix)
        }
        // Kept whatever happens: it knows whether it was torn.
        defer { curves = file }
        try line.withUnsafeBufferPointer { (bytes) throws(JournalError) in try file.append(UnsafeRawBufferPointer(bytes)) }
    }

    /// Blocks until everything appended so far is on disk.
    /// - Throws: `JournalError`, also for an earlier failure to flush.
    public func flush() throws(JournalError) {
        disk.sync { synchronise() }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// Flushes and closes; nothing can be appended afterwards. Closing twice does nothing.
    /// - Throws: `JournalError` where something did not reach the disk.
    public func close() throws(JournalError) {
        let wasClosed = state.withLock { state in
            defer { state.isClosed = true }
            return state.isClosed
        }
        guard !wasClosed else { return }
        // On the queue, so that no fsync is under way on a descriptor that is closed.
        let failure = disk.sync { () -> JournalError? in
            synchronise()
            let (file, curves, failure) = state.withLock { ($0.file, $0.curves, $0.failure) }
            do throws(JournalError) {
                try curves?.close()
                try file.close()
            } catch {
                return failure ?? error
            }
            return failure
        }
        if let failure { throw failure }
    }

    /// On `disk` only.
    private func synchronise() {
        let last = state.withLock { state -> State in
            state.isScheduled = false
            defer { (state.isDirty, state.isFolderDirty) = (false, false) }
            return state
        }
        guard last.isDirty else { return }
        if last.isFolderDirty { JournalFile.synchroniseFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path) }
        do throws(JournalError) {
            try last.curves?.synchronise()
            try last.file.synchronise()
        } catch {
            state.withLock { $0.failure = error }
        }
    }
}
