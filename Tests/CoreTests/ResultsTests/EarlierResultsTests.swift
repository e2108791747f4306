import Foundation
import Testing

@testable import Core

/// What one results folder takes over from another one.
@Suite struct EarlierResultsTests {
    /// Of six seeds.
    private let source: ScaleFolder
    /// Of four.
    private let target: ScaleFolder
    private let jobs: [Job]
    private let place = LaneRecord(lane: 3, processors: "7")
    private let model: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, UInt8(ascii: "{"), UInt8(ascii: "}")]
    private let program = "sweep 1 (b8619b42a357, changed: 0123456789ab)"

    init() throws {
        source = try ScaleFolder(jobs: 6, isFinished: false)
        target = try ScaleFolder(jobs: 4, isFinished: false)
        jobs = source.plan.jobs
    }

    private func header(_ host: String, takenFrom folder: String? = nil) -> RunHeader {
        RunHeader(
            date: "2024-05-01T00:00:00Z", host: host, program: program, instructionSet: "neon", lanes: 9, takenFrom: folder)
    }

    private func trained(_ number: Int, id: String? = nil, damaged: Bool = false) throws -> TrainedEvent {
        let id = id ?? jobs[number].id
        try AtomicFile.write(damaged ? model + [0] : model, to: source.results.model(id))
        return TrainedEvent(
            id: id, job: jobs[number], bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [0.5, Float(number)],
            regulariser: [], accuracy: [0.25, 0.5], seconds: 7, place: place, modelDigest: Digest.sha256(model))
    }

    private func evaluated(_ number: Int) -> EvaluatedEvent? {
        let event = ScaleFolder.evaluated(source.plan.evaluation(of: jobs[number]), 0.25, place)
        return if case .evaluated(let event) = event { event } else { nil }
    }

    private func write(_ events: [JournalEvent], to folder: ResultsFolder) throws {
        let journal = try JournalWriter(folder: folder.journal.path, shard: "main")
        for event in events { try journal.append(event) }
        try journal.close()
    }

    private func take() throws -> EarlierResults {
        try EarlierResults.take(
            from: source.results, into: target.results, for: target.spec,
            identities: DataIdentities([(target.spec.data, target.data)]))
    }

    private func events() throws -> [JournalEvent] { try Journal.read(folder: target.results.journal.path).events }

    @Test func `events stand behind the headers of those who computed them, with their curves`() throws {
        let (first, second) = (try trained(0), try trained(1))
        let measured = try #require(evaluated(0))
        try write(
            [
                .opened(header("a")), .started(StartedEvent(id: first.id, label: "", place: place)), .trained(first),
                .evaluated(measured), .closed(RunEnd(date: "", seconds: 100)), .opened(header("b")), .trained(second),
                // Nobody asks for that one.
                .trained(try trained(4)),
            ], to: source.results)
        let taken = try take()
        #expect(taken.trained == 2 && taken.evaluated == 1 && !taken.hasOthers && taken.refusals.isEmpty, "\(taken)")
        let path = source.results.url.relativePath
        let expected: [JournalEvent] = [
            .opened(header("a", takenFrom: path)), .trained(first), .evaluated(measured),
            .opened(header("b", takenFrom: path)), .trained(second),
        ]
        #expect(try events() == expected)
        let models = try FileManager.default.contentsOfDirectory(atPath: target.results.models.path).sorted()
        #expect(models == [first, second].map { "\($0.id).safetensors" }.sorted())
        // Once more there is nothing to take.
        #expect(try take().isEmpty)
        #expect(try events() == expected)
    }

    @Test func `other numerics are left, and counted`() throws {
        let old = try trained(0, id: "0123456789abcdef")
        var measured = try #require(evaluated(1))
        measured.id = "fedcba9876543210"
        let current = try trained(1)
        try write([.opened(header("a")), .trained(old), .trained(old), .trained(current), .evaluated(measured)], to: source.results)
        let taken = try take()
        #expect(taken.trained == 1 && taken.evaluated == 0, "\(taken)")
        #expect(taken.otherTrained == 1 && taken.otherEvaluated == 1 && taken.hasOthers, "\(taken)")
        #expect(!FileManager.default.fileExists(atPath: target.results.model(old.id).path))
        let events = try events()
        #expect(events.contains(.trained(current)) && !events.contains(.trained(old)))
    }

    @Test func `a model that is damaged or gone is named once, and its events are not taken`() throws {
        let damaged = try trained(0, damaged: true)
        let gone = try trained(1)
        try FileManager.default.removeItem(at: source.results.model(gone.id))
        let measured = try #require(evaluated(0))
        try write([.trained(damaged), .trained(damaged), .trained(gone), .evaluated(measured)], to: source.results)
        let taken = try take()
        #expect(taken.isEmpty && taken.refusals.count == 2, "\(taken)")
        #expect(taken.refusals.contains { $0.contains("\(source.results.model(damaged.id).path): expected SHA-256 ") })
        #expect(taken.refusals.contains { $0.contains(source.results.model(gone.id).path) && $0.hasSuffix("cannot be read") })
        #expect(try events().isEmpty)
    }

    @Test func `a journal without headers is of an unknown program, and diffs are copied by the names that headers tell`() throws {
        let first = try trained(0)
        try write([.trained(first), .opened(header("a")), .trained(try trained(1))], to: source.results)
        for digits in ["0123456789ab", "ba9876543210"] {
            try AtomicFile.write("diff \(digits)\n", to: source.results.url.appendingPathComponent("source-\(digits).diff"))
        }
        #expect(try take().trained == 2)
        guard case .opened(let unknown)? = try events().first else {
            Issue.record("no header")
            return
        }
        #expect(unknown.host == "unknown" && unknown.takenFrom == source.results.url.relativePath)
        let names = try FileManager.default.contentsOfDirectory(atPath: target.results.url.path)
        #expect(names.filter { $0.hasSuffix(".diff") } == ["source-0123456789ab.diff"])
        // One that died between the events and the diffs left these to the next.
        let diff = target.results.url.appendingPathComponent("source-0123456789ab.diff")
        try FileManager.default.removeItem(at: diff)
        #expect(try take().isEmpty)
        #expect(try String(contentsOf: diff, encoding: .utf8) == "diff 0123456789ab\n")
        for name in ["source-.diff", "source-0123456789az.diff", "source-0123456789abc.diff", "source.yaml", "0123456789ab.diff"] {
            #expect(SourceRevision.name(ofDiff: name) == nil, "\(name)")
        }
    }

    @Test func `what was taken is known, and is no run of the folder`() throws {
        try write(
            [.opened(header("a")), .trained(try trained(0)), .evaluated(try #require(evaluated(0)))], to: source.results)
        try AtomicFile.update(SpecWriter.yaml(target.spec), to: target.results.specification)
        #expect(try take().evaluated == 1)
        let status = try FolderStatus(target.results)
        #expect(status.lastRun == nil && status.lastEnd == nil)
        #expect(status.outline.done == 1 && status.outline.missing == 3, "\(status.outline)")
        let own = RunHeader(date: "2024-06-01T00:00:00Z", host: "here", program: "2", instructionSet: "avx2", lanes: 1)
        try write([.opened(own), .closed(RunEnd(date: "2024-06-01T00:00:09Z", seconds: 9))], to: target.results)
        let later = try FolderStatus(target.results)
        #expect(later.lastRun == own && later.lastEnd?.seconds == 9)
    }

    @Test func `a header without the field has the bytes that it had before`() throws {
        let encoder = JournalLine.makeEncoder()
        let plain = String(decoding: try JournalLine.encode(.opened(header("a")), with: encoder).bytes, as: UTF8.self)
        let json = #"{"opened":{"_0":{"date":"2024-05-01T00:00:00Z","host":"a","instructionSet":"neon","lanes":9,"program":""#
        #expect(String(plain.dropFirst(JournalLine.headerLength)) == "\(json)\(program)\"}}}\n")
        let event = JournalEvent.opened(header("a", takenFrom: "r/x"))
        var journal = Journal()
        journal.read(Data(try JournalLine.encode(event, with: encoder).bytes), file: "f")
        #expect(journal.events == [event] && journal.damage.isEmpty)
    }
}
