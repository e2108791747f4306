import Foundation

/// The steps of `EarlierResults.take`. Journals are read event by event, twice: of 100,000 networks not everything
/// that is known fits into the memory that a run has to spare when it begins.
struct EarlierTaking {
    private let other: ResultsFolder
    private let folder: ResultsFolder
    private let variants: [SweepPlan.Variant]
    private(set) var taken = EarlierResults()
    /// What the folder has itself, or has by now.
    private var hasTrained: Set<EventID> = []
    private var hasEvaluated: Set<EventID> = []
    /// Networks whose models were copied and whose events were not yet: the digests.
    private var copied: [EventID: String] = [:]
    /// What was copied: nothing else needs its curves.
    private var networks: Set<EventID> = []
    /// The programs that computed it, and what was taken before.
    private var programs: Set<String> = []

    init(_ other: ResultsFolder, _ folder: ResultsFolder, _ spec: SweepSpec, _ identities: DataIdentities) {
        (self.other, self.folder) = (other, folder)
        variants = spec.parts.map { SweepPlan.Variant($0, identities[$0.data]) }
    }

    /// What the folder has itself. A model that is not there any more is taken from the other folder.
    mutating func look() throws(JournalError) {
        _ = try Journal.visit(folder: folder.journal.path, .outline) { event in
            switch event {
            // A process that died may have left their diffs to this one.
            case .opened(let header): if !header.isOwn { programs.insert(header.program) }
            case .trained(let event):
                if FileManager.default.fileExists(atPath: folder.model(event.id).path) { hasTrained.insert(EventID(event.id)) }
            case .evaluated(let event): hasEvaluated.insert(EventID(event.id))
            default: break
            }
        }
    }

    /// Copies the models that the sweep asks for. The journal tells of none before all are safe.
    mutating func takeModels() throws {
        var failure: (any Error)?
        var others: Set<EventID> = []
        // By network: one that was trained twice may have been damaged the first time.
        var refused: [EventID: (digest: String, text: String)] = [:]
        let damage = try Journal.visit(folder: other.journal.path, .outline) { event in
            guard failure == nil, case .trained(let event) = event else { return }
            let id = EventID(event.id)
            guard !hasTrained.contains(id), copied[id] == nil, variants.contains(where: { $0.includes(event.job) })
            else { return }
            guard event.id == event.job.id else {
                others.insert(id)
                return
            }
            guard let digest = event.modelDigest, refused[id]?.digest != digest else { return }
            do {
                let refusal = try copy(other.model(event.id), to: folder.model(event.id), digest: digest, isOneOfMany: true)
                refused[id] = refusal.map { (digest, $0) }
                if refusal == nil { copied[id] = digest }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        if !copied.isEmpty { try AtomicFile.flushFolder(folder.models.path) }
        networks = Set(copied.keys)
        taken.otherTrained = others.count
        taken.refusals = damage.map(\.description) + refused.values.map(\.text).sorted()
    }

    /// The learning curves of those networks, before their events as everywhere: not kept in memory on the way.
    mutating func takeCurves() throws(JournalError) {
        guard !networks.isEmpty else { return }
        let paths = try Journal.curveFiles(other.journal.path)
        guard !paths.isEmpty else { return }
        let encoder = JournalLine.makeEncoder()
        let scanner = EventScanner(.all)
        let networks = networks
        var file = try JournalFile(path: folder.journal.path + "/main" + CurvesEvent.suffix)
        defer { try? file.close() }
        var failure: JournalError?
        for path in paths {
            var reader = ShardReader(
                file: path, decode: { try scanner.curves($0, $1) },
                visit: { curves in
                    guard failure == nil, networks.contains(EventID(curves.id)) else { return }
                    do throws(JournalError) {
                        try Self.append(curves, to: &file, encoder)
                    } catch {
                        failure = error
                    }
                })
            try reader.readFile()
            if let failure { throw failure }
            taken.refusals += reader.damage.map(\.description)
        }
        try file.synchronise()
        JournalFile.synchroniseFolder(folder.journal.path)
    }

    private static func append(
        _ curves: CurvesEvent, to file: inout JournalFile, _ encoder: JSONEncoder
    ) throws(JournalError) {
        let line: JSONText
        do {
            line = try JournalLine.encode(curves, with: encoder)
        } catch {
            throw .encoding(path: file.path, reason: "\(error)")
        }
        try line.bytes.withUnsafeBufferPointer { (bytes) throws(JournalError) in
            try file.append(UnsafeRawBufferPointer(bytes))
        }
    }

    /// The events, each behind the header of its own process.
    mutating func takeEvents() throws {
        var failure: (any Error)?
        var journal: JournalWriter?
        var header: RunHeader?
        var isTold = false
        var others: Set<EventID> = []

        func write(_ event: JournalEvent) throws {
            let writer = try journal ?? JournalWriter(folder: folder.journal.path, shard: "main")
            journal = writer
            if !isTold {
                let origin = origin(header)
                programs.insert(origin.program)
                try writer.append(.opened(origin))
                isTold = true
            }
            try writer.append(event)
        }

        _ = try Journal.visit(folder: other.journal.path, .all) { event in
            guard failure == nil else { return }
            do {
                switch event {
                case .opened(let found): (header, isTold) = (found, false)
                case .trained(let event):
                    let id = EventID(event.id)
                    guard let digest = copied[id], event.modelDigest == digest, event.id == event.job.id else { return }
                    try write(.trained(event))
                    copied[id] = nil
                    hasTrained.insert(id)
                    taken.trained += 1
                case .evaluated(let event):
                    let id = EventID(event.id)
                    guard hasTrained.contains(EventID(event.evaluation.job)), !hasEvaluated.contains(id) else { return }
                    guard event.id == event.evaluation.id else {
                        others.insert(id)
                        return
                    }
                    guard try takeFile(event) else { return }
                    try write(.evaluated(event))
                    hasEvaluated.insert(id)
                    taken.evaluated += 1
                default: break
                }
            } catch {
                failure = error
            }
        }
        taken.otherEvaluated = others.count
        try journal?.close()
        if let failure { throw failure }
    }

    /// The changes that the programs of those processes were built with, by the names that their headers tell.
    mutating func takeDiffs() throws(FileError) {
        guard !programs.isEmpty else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: other.url.path)) ?? []
        for name in names.sorted() {
            guard let digits = SourceRevision.name(ofDiff: name), programs.contains(where: { $0.contains(digits) }) else {
                continue
            }
            let target = folder.url.appendingPathComponent(name)
            guard !FileManager.default.fileExists(atPath: target.path) else { continue }
            guard let bytes = try? Data(contentsOf: other.url.appendingPathComponent(name)) else {
                taken.refusals.append("\(other.url.path)/\(name) cannot be read")
                continue
            }
            try AtomicFile.write(Array(bytes), to: target)
        }
    }

    /// The header of the process that computed what comes next; one that was itself taken from elsewhere says so already.
    private func origin(_ header: RunHeader?) -> RunHeader {
        var origin = header ?? RunHeader(date: "", host: "unknown", program: "unknown", instructionSet: "unknown", lanes: 0)
        origin.takenFrom = origin.takenFrom ?? other.url.relativePath
        return origin
    }

    /// - Returns: false where an analysis left no file that is what the journal says.
    private mutating func takeFile(_ event: EvaluatedEvent) throws(FileError) -> Bool {
        guard let digest = event.measurements.file else { return true }
        guard let refusal = try copy(other.artefact(event.id), to: folder.artefact(event.id), digest: digest) else { return true }
        taken.refusals.append(refusal)
        return false
    }

    /// - Parameter isOneOfMany: then the folder is flushed once, behind them all.
    /// - Returns: why the file is not the one that the journal tells of; nil where it was copied.
    /// - Throws: `FileError` where it cannot be written.
    private func copy(
        _ file: URL, to target: URL, digest: String, isOneOfMany: Bool = false
    ) throws(FileError) -> String? {
        guard let bytes = try? Data(contentsOf: file) else { return "\(file.path) cannot be read" }
        let found = Digest.sha256(bytes)
        guard found == digest else {
            return "\(file.path): expected SHA-256 \(digest.prefix(16))…, found \(found.prefix(16))…"
        }
        try AtomicFile.write(Array(bytes), to: target, flushesFolder: !isOneOfMany)
        return nil
    }
}
