import Foundation

/// What a results folder tells of its sweep by itself, without the sweep file that it was made from and without data.
public struct FolderRecord: Sendable {
    /// What the journal tells, resolved against the folder's `sweep.yaml`.
    public let record: SweepRecord
    /// What a reader of the results should know.
    public let notices: [String]
    /// What of the journal was passed over.
    public let damage: [JournalDamage]

    /// Reads `sweep.yaml` and the journal. A run may be going on there.
    /// - Throws: `SpecErrors` or `JournalError`, which name the file.
    public init(_ folder: ResultsFolder) throws {
        let spec = try SpecLoader.load(path: folder.specification.path).spec
        var (record, hasJobs, damage) = try Self.read(spec, folder, anyNumerics: false)
        var notices: [String] = []
        if record.jobs.isEmpty, hasJobs {
            // Nothing is computed here, so what another version computed can be shown as it is.
            (record, _, damage) = try Self.read(spec, folder, anyNumerics: true)
            if !record.jobs.isEmpty {
                notices.append(
                    "Another version of the program computed these results, with other numerics: a run of this version "
                        + "would compute them anew.")
            }
        }
        record.isUnderWay = folder.isWorkedIn
        (self.record, self.notices, self.damage) = (record, notices, damage)
    }

    private static func read(
        _ spec: SweepSpec, _ folder: ResultsFolder, anyNumerics: Bool
    ) throws(JournalError) -> (record: SweepRecord, hasJobs: Bool, damage: [JournalDamage]) {
        var builder = SweepRecordBuilder(spec: spec)
        var tail = JournalTail(folder: folder.journal.path)
        var hasJobs = false
        let damage = try tail.visit(isWhole: false) { event in
            var event = event
            switch event {
            case .trained, .other(.trained), .other(.failed): hasJobs = true
            case .other(.searched(var searched)) where anyNumerics:
                // Its id is that of other numerics; without one it goes by its question.
                searched.search = nil
                event = .other(.searched(searched))
            default: break
            }
            builder.add(event, isCurrent: { anyNumerics || $0 == $1.id }, isCurrentSearch: { anyNumerics || $0 != nil })
        }
        return (builder.record(), hasJobs, damage)
    }
}

extension ResultsFolder {
    /// The report on a record, with what lies in the folder: curves, sweep file, provenance.
    /// - Parameters:
    ///   - figures: those of `PaperFigures.all`.
    ///   - files: what they were made of, in which the curves are found already.
    /// - Throws: `JournalError` where a file of the journal cannot be read at all.
    public func report(
        _ record: SweepRecord, figures: [PaperFigures.Named], files: FigureFiles? = nil, notices: [String] = []
    ) throws(JournalError) -> Report {
        let curves = if let files { try files.curves(record) } else { try curves(record) }
        return Report(
            record, figures: figures, curves: curves, source: Self.text(source),
            provenance: Self.text(provenance), notices: notices, continuation: Continuation(self))
    }

    /// Where the learning curves of a record's networks lie.
    /// - Throws: `JournalError` where a file of the journal cannot be read at all.
    public func curves(_ record: SweepRecord) throws(JournalError) -> CurvesArchive {
        try CurvesArchive(folder: journal.path, expected: record.jobs.count { $0.training != nil })
    }

    /// Nil where there is no such file.
    private static func text(_ url: URL) -> String? {
        (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) }
    }
}
