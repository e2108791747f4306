import Foundation

/// Networks that another results folder has and a sweep asks for, taken over instead of trained again. A job's id is
/// the hash of all that decides its numbers, so a network of the same id is the same network, bit by bit.
public struct EarlierResults: Sendable, Equatable {
    /// Networks, and what was measured of them, that were taken over.
    public private(set) var trained = 0
    public private(set) var evaluated = 0
    /// What could not be: a sentence each.
    public private(set) var refusals: [String] = []

    /// Copies models, files of analyses and journal events of every network that the sweep asks for, or that one of its
    /// searches may. What `folder` has already stays as it is; nothing of `other` is changed. A process that dies on the
    /// way leaves a part, which the next one completes.
    ///
    /// - Parameters:
    ///   - other: a results folder. Another process may be working there.
    ///   - folder: locked by this process.
    ///   - header: of the process, whose `program` says where the results come from.
    /// - Throws: `JournalError`, `FileError` for `folder`; what is wrong in `other` is in `refusals`.
    public static func take(
        from other: ResultsFolder, into folder: ResultsFolder, for spec: SweepSpec, identities: DataIdentities,
        header: RunHeader
    ) throws -> EarlierResults {
        var taken = EarlierResults()
        let source = try Journal.read(folder: other.journal.path)
        taken.refusals = source.damage.map { "\($0)" }
        var (hasTrained, hasEvaluated) = try Self.own(folder)
        let variants = spec.parts.map { SweepPlan.Variant($0, identities[$0.data]) }

        let latest = Latest(source.events)
        var events: [JournalEvent] = []
        for event in latest.trained where !hasTrained.contains(event.id) && variants.contains(where: { $0.includes(event.job) }) {
            let model = other.model(event.id)
            guard let digest = event.modelDigest else { continue }
            guard try taken.copy(model, to: folder.model(event.id), digest: digest) else { continue }
            events.append(.trained(event))
            hasTrained.insert(event.id)
            taken.trained += 1
        }
        for event in latest.evaluated where hasTrained.contains(event.evaluation.job) && !hasEvaluated.contains(event.id) {
            if let digest = event.measurements.file {
                guard try taken.copy(other.artefact(event.id), to: folder.artefact(event.id), digest: digest) else { continue }
            }
            events.append(.evaluated(event))
            hasEvaluated.insert(event.id)
            taken.evaluated += 1
        }
        guard !events.isEmpty else { return taken }
        let journal = try JournalWriter(folder: folder.journal.path, shard: "main")
        try journal.append(.opened(header))
        for event in events { try journal.append(event) }
        try journal.append(.closed(RunEnd(date: header.date, seconds: 0)))
        try journal.close()
        return taken
    }

    /// The last event of each network and of each measuring, in the order of the journal.
    private struct Latest {
        var trained: [TrainedEvent] = []
        var evaluated: [EvaluatedEvent] = []

        init(_ events: [JournalEvent]) {
            var (networks, measurings): (Set<String>, Set<String>) = ([], [])
            for event in events.reversed() {
                switch event {
                case .trained(let event): if networks.insert(event.id).inserted { trained.append(event) }
                case .evaluated(let event): if measurings.insert(event.id).inserted { evaluated.append(event) }
                default: break
                }
            }
            trained.reverse()
            evaluated.reverse()
        }
    }

    /// What the folder has itself. A model that is not there any more is taken from the other folder.
    private static func own(_ folder: ResultsFolder) throws(JournalError) -> (trained: Set<String>, evaluated: Set<String>) {
        var (trained, evaluated): (Set<String>, Set<String>) = ([], [])
        for event in try Journal.read(folder: folder.journal.path).events {
            switch event {
            case .trained(let event):
                if FileManager.default.fileExists(atPath: folder.model(event.id).path) { trained.insert(event.id) }
            case .evaluated(let event): evaluated.insert(event.id)
            default: break
            }
        }
        return (trained, evaluated)
    }

    /// - Returns: false where the file is not the one that the journal tells of, which is then in `refusals`.
    /// - Throws: `FileError` where it cannot be written.
    private mutating func copy(_ file: URL, to target: URL, digest: String) throws(FileError) -> Bool {
        guard let bytes = try? Data(contentsOf: file) else {
            refusals.append("\(file.path) cannot be read")
            return false
        }
        let found = Digest.sha256(bytes)
        guard found == digest else {
            refusals.append("\(file.path): expected SHA-256 \(digest.prefix(16))…, found \(found.prefix(16))…")
            return false
        }
        try AtomicFile.write(Array(bytes), to: target)
        return true
    }
}
