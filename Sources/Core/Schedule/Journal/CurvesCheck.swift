import Dispatch
import Foundation
import Synchronization

/// A look at the learning curves of a results folder: which lines are damaged, and whose curves are missing.
///
/// Checksums and identities alone are read, no numbers. The curves of 100,000 networks of 300 epochs are some 800 MB
/// all the same, half a second of one core, and nothing that a run decides depends on them: it is done beside
/// everything else, and told when it is known.
public final class CurvesCheck: Sendable {
    /// What was found.
    public struct Findings: Sendable, Equatable {
        /// In the files of curves alone.
        public var damage: [JournalDamage] = []
        /// How many networks are trained and have no curves although they should.
        public var missing = 0
        /// The first of these, three at most.
        public var examples: [Job] = []
    }

    private let folder: String
    /// The files with their sizes when the look began: what a run adds later is its own.
    private let files: [(path: String, size: Int)]
    private let trained: TrainedTable
    private let done = DispatchSemaphore(value: 0)
    private let findings = Mutex<Result<Findings, JournalError>?>(nil)

    /// Begins to look. Nobody may have begun to write to the journal in this process yet.
    /// - Parameter trained: the networks that are done.
    public static func begin(_ folder: ResultsFolder, trained: TrainedTable) -> CurvesCheck {
        // A shard knows of networks whose curves are with others.
        let check = CurvesCheck(folder.journal.path, folder.shard == nil ? trained : TrainedTable())
        DispatchQueue.global().async {
            let found = check.look()
            check.findings.withLock { $0 = found }
            check.done.signal()
        }
        return check
    }

    private init(_ folder: String, _ trained: TrainedTable) {
        self.folder = folder
        self.trained = trained
        files = ((try? Journal.curveFiles(folder)) ?? []).map { path in
            var facts = stat()
            return (path, stat(path, &facts) == 0 ? Int(facts.st_size) : 0)
        }
    }

    /// - Parameter seconds: to wait at most; nil until it is known.
    /// - Returns: nil where it is not known yet.
    /// - Throws: `JournalError` where a file cannot be read at all.
    public func found(within seconds: Double? = nil) throws(JournalError) -> Findings? {
        if findings.withLock({ $0 == nil }) {
            if let seconds {
                guard done.wait(timeout: .now() + seconds) == .success else { return nil }
            } else {
                done.wait()
            }
            done.signal()
        }
        return try findings.withLock(\.self)?.get()
    }

    private func look() -> Result<Findings, JournalError> {
        var found = Findings()
        var ids = IDSet()
        do throws(JournalError) {
            for (path, size) in files {
                var reader = ShardReader(
                    file: path, decode: { try CurvesEvent.id($0, $1) },
                    visit: { id in if case .packed(let id) = id { ids.insert(id) } })
                try reader.readFile(upTo: size)
                found.damage += reader.damage
            }
        } catch {
            return .failure(error)
        }
        for id in trained.idsWithCurvesBeside where !ids.contains(id) {
            found.missing += 1
            if found.examples.count < 3, let event = trained[id] { found.examples.append(event.job) }
        }
        return .success(found)
    }
}

extension CurvesEvent {
    struct NoIdentity: Error, CustomStringConvertible {
        var description: String { "no learning curves with an id" }
    }

    /// Whose curves a line has, without a look at its numbers.
    /// - Throws: where the line has none of the form that is written.
    static func id(_ bytes: UnsafeRawBufferPointer, _ json: Range<Int>) throws -> EventID {
        let key = Array("\"id\":\"".utf8)
        guard let base = bytes.baseAddress else { throw NoIdentity() }
        var place = json.lowerBound
        // Quotation marks stand around keys, and around the few numbers that have no digits.
        while place < json.upperBound, let quote = memchr(base + place, Int32(key[0]), json.upperBound - place) {
            let start = base.distance(to: UnsafeRawPointer(quote))
            let text = start + key.count
            if text <= json.upperBound, memcmp(base + start, key, key.count) == 0,
                let end = memchr(base + text, Int32(key[0]), json.upperBound - text)
            {
                let last = base.distance(to: UnsafeRawPointer(end))
                return EventID(String(decoding: bytes[text ..< last], as: UTF8.self))
            }
            place = start + 1
        }
        throw NoIdentity()
    }
}
