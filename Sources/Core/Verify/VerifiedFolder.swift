import Foundation

/// A results folder under examination: what its journal says, to be held against its files, its tables, and what this
/// machine computes from models and data. Nothing in the folder is changed.
public struct VerifiedFolder: Sendable {
    /// One measuring or analysis, as the journal has it.
    struct Known: Sendable {
        var evaluation: Evaluation
        var measurements: Measurements
    }

    /// The folder, with the dialect of CSV that its tables are in.
    public let folder: ResultsFolder
    let record: SweepRecord
    /// By `Job.id`: the latest event of each network that this program would call so.
    let trained: [String: TrainedEvent]
    /// By `Evaluation.id`: the latest event of each.
    let known: [String: Known]
    /// By `Job.id`: what is known of the networks in `trained`, as this program would call it; sorted.
    let evaluationIDs: [String: [String]]
    /// Networks that other numerics computed: this program cannot make the same bits.
    let others: [TrainedEvent]
    /// Whether the last process in the folder ended in good order, and left tables of all that the journal has.
    let isClosed: Bool
    private let events: Int
    private let damage: [JournalDamage]
    /// What a reader of the results should know.
    let notices: [String]
    /// Where reading ended.
    private let tail: JournalTail

    /// Reads `sweep.yaml` and the journal.
    /// - Throws: `SpecErrors` or `JournalError`, which name the file.
    public init(_ folder: ResultsFolder) throws {
        self.folder = ResultsFolder(folder.url, csv: .own(of: folder))
        let found = try FolderRecord(self.folder)
        (record, notices) = (found.record, found.notices)
        var trained: [String: TrainedEvent] = [:]
        var others: [String: TrainedEvent] = [:]
        var known: [String: Known] = [:]
        var (events, isClosed) = (0, false)
        func take(_ event: TrainedEvent) {
            if event.id == event.job.id { trained[event.id] = event } else { others[event.id] = event }
        }
        var tail = JournalTail(folder: folder.journal.path)
        damage = try tail.visit(isWhole: false) { event in
            events += 1
            switch event {
            case .measured(let measured):
                known[measured.id.text] = Known(
                    evaluation: measured.evaluation, measurements: measured.measurements.unpacked)
            case .other(.evaluated(let evaluated)):
                known[evaluated.id] = Known(evaluation: evaluated.evaluation, measurements: evaluated.measurements)
            case .trained(let packed): take(packed.event)
            case .other(.trained(let event)): take(event)
            case .other(.opened): isClosed = false
            case .other(.closed): isClosed = true
            case .other, .started: break
            }
        }
        (self.trained, self.known, self.events, self.isClosed) = (trained, known, events, isClosed)
        self.tail = tail
        evaluationIDs = Dictionary(
            grouping: known.filter { trained[$1.evaluation.job] != nil && $1.evaluation.id == $0 }.keys.sorted(),
            by: { known[$0]?.evaluation.job ?? "" })
        self.others = others.values.sorted { $0.id < $1.id }
    }

    /// Whether somebody wrote to the journal since: then what does not fit it may fit by now.
    public var hasGrown: Bool {
        var tail = tail
        var isLonger = false
        do {
            _ = try tail.visit(isWhole: false) { _ in isLonger = true }
        } catch {
            return true
        }
        return isLonger
    }

    /// What the journal holds, as far as its checksums go.
    public func journal() -> VerificationLine {
        let passedOver = damage.isEmpty ? "" : "; \(damage.count.of("place")) passed over, which no table is made of"
        let summary = "\(events.of("event")) with right checksums\(passedOver)"
        let forgotten = folder.forgottenModels
        let problems = forgotten > 0 ? ["it holds nothing, and \(forgotten.of("model")) of it \(forgotten == 1 ? "is" : "are") there"] : []
        return VerificationLine("journal", summary, problems: problems, notes: damage.map(\.description) + notices)
    }

    /// For people: `R4 IR logit ν=3.16 seed 2 (0123456789abcdef)`.
    func label(_ event: TrainedEvent) -> String { "\(event.job.label) (\(event.id))" }
}
