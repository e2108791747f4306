/// How the sweep came out, in a line: whether its searches have answers, whether its networks failed.
struct ReportVerdict {
    private let record: SweepRecord
    private let searches: [SummaryRow]

    init(_ record: SweepRecord, _ rows: [SummaryRow]) {
        self.record = record
        searches = rows.filter { $0.outcome != nil }
    }

    /// Nil where nothing was done yet.
    var text: String? {
        record.jobs.isEmpty ? nil : [searched, failed].compactMap(\.self).joined(separator: " ")
    }

    /// Whether nothing went wrong so far.
    var isGood: Bool { unanswered.isEmpty && failures == 0 }

    /// Searches that ended without an answer.
    private var unanswered: [SummaryRow] { searches.filter { $0.nu == nil && $0.outcome != Summary.notFinished } }

    private var failures: Int { record.jobs.count(where: \.hasFailure) }

    private var failed: String {
        failures == 0 ? "No network failed." : "\(failures) of \(record.jobs.count.of("network")) failed."
    }

    private var searched: String? {
        guard !searches.isEmpty else { return nil }
        let passed = searches.count { $0.nu != nil }
        let open = searches.count - passed - unanswered.count
        let all = searches.count == 1 ? "The search for ν passed." : "All \(searches.count) searches for ν passed."
        if passed == searches.count { return all }
        let few = "\(passed) of \(searches.count.of("search", "searches")) for ν passed"
        let without = unanswered.isEmpty ? "" : "; no ν for \(unanswered.map(name).listed)"
        return few + without + (open > 0 ? "; \(open) not finished." : ".")
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
