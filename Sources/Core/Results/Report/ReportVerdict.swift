/// How the sweep came out, in a few words: what it lacks, whether its searches have answers, whether its networks failed.
struct ReportVerdict {
    /// What the words are about, as far as a colour can tell.
    enum Tone: String {
        /// All that was asked for is there.
        case good
        /// Something is still to be done, or is in no mean.
        case unfinished
        /// A network failed, or a search has no answer.
        case bad
    }

    private let record: SweepRecord
    private let searches: [SummaryRow]
    private let left: WorkLeft
    /// Networks with values that are not finite.
    private let nonFinite: Int

    private let continuation: Continuation?

    /// - Parameter continuation: how to go on; nil where nobody knows.
    init(_ record: SweepRecord, _ rows: [SummaryRow], _ continuation: Continuation? = nil) {
        (self.record, self.continuation) = (record, continuation)
        let left = WorkLeft(record)
        self.left = left
        searches = rows.filter { $0.outcome != nil && ($0.outcome != Summary.notFinished || left.isAsked($0)) }
        nonFinite = record.jobs.count(where: \.hasNonFinite)
    }

    var text: String {
        let words = isFinished ? [searched, failed, notFinite] : [unfinished, searched, notFinite, basis, again]
        return words.compactMap(\.self).joined(separator: " ")
    }

    var tone: Tone {
        if !isFinished { return .unfinished }
        if !unanswered.isEmpty || failures > 0 { return .bad }
        return nonFinite > 0 ? .unfinished : .good
    }

    private var isFinished: Bool { left.isNone && searching == 0 }

    /// Searches that have not ended.
    private var searching: Int { searches.count { $0.outcome == Summary.notFinished } }

    /// Searches that ended without an answer.
    private var unanswered: [SummaryRow] { searches.filter { $0.nu == nil && $0.outcome != Summary.notFinished } }

    private var failures: Int { record.jobs.count(where: \.hasFailure) }

    private var failed: String {
        failures == 0 ? "No network failed." : "\(failures) of \(record.jobs.count.of("network")) failed."
    }

    private var notFinite: String? {
        nonFinite > 0 ? "\(nonFinite.of("network")) with values that are not finite, in no mean." : nil
    }

    private var again: String? { continuation == nil ? "The same sweep run goes on from here." : nil }

    /// What stands below the words, and the command to be copied; nil where nothing is left to do.
    var next: (words: String, command: String)? {
        guard !isFinished, let continuation else { return nil }
        let place = continuation.isWithin ? ", in the folder of this page," : ""
        return ((record.isUnderWay ? "Where no run is at work on it, go on" : "Go on") + "\(place) with:", continuation.command)
    }

    /// `Unfinished: 2 networks interrupted, 5 missing, 1 failed.`
    private var unfinished: String {
        let networks = [
            (left.begun, record.isUnderWay ? "begun" : "interrupted"), (left.missing, "missing"), (failures, "failed"),
        ].filter { $0.0 > 0 }
        var words = networks.enumerated().map { place, count in
            "\(place == 0 ? count.0.of("network") : "\(count.0)") \(count.1)"
        }
        if left.analyses > 0 { words.append("\(left.analyses.of("analysis", "analyses")) missing") }
        return "Unfinished" + (words.isEmpty ? "." : ": \(words.joined(separator: ", ")).")
    }

    /// What the table rests on.
    private var basis: String {
        let waiting = searching > 0 ? "\(searching.of("row")) of it \(searching == 1 ? "waits" : "wait") for a search" : nil
        let networks = left.measured == 0
            ? "The table is empty so far" : "The table rests on \(left.measured) of \(left.asked.of("network"))"
        return [networks, waiting].compactMap(\.self).joined(separator: "; ") + "."
    }

    private var searched: String? {
        guard !searches.isEmpty else { return nil }
        let passed = searches.count { $0.nu != nil }
        let all = searches.count == 1 ? "The search for ν passed." : "All \(searches.count) searches for ν passed."
        if passed == searches.count { return all }
        let few = "\(passed) of \(searches.count.of("search", "searches")) for ν passed"
        let without = unanswered.isEmpty ? "" : "; no ν for \(unanswered.map(name).listed)"
        return few + without + (searching > 0 ? "; \(searching) not finished." : ".")
    }

    /// `R4 (unreachable within bounds)`; with what else tells the sweep's searches apart.
    private func name(_ row: SummaryRow) -> String {
        let words = [
            row.variant, Set(searches.map(\.dataset)).count > 1 ? row.dataset.rawValue : nil, row.group.label,
            Set(searches.map(\.regulariser)).count > 1 ? row.regulariser?.rawValue : nil,
        ]
        return "\(words.compactMap(\.self).joined(separator: " ")) (\(row.outcome ?? Summary.notFinished))"
    }
}
