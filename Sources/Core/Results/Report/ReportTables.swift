/// All that is in no other section, folded: probes, differences between methods, per group element, per class, curves
/// of analyses, single jobs.
struct ReportTables {
    private let record: SweepRecord

    init(_ record: SweepRecord) { self.record = record }

    private static let titles = [
        "differences": "Differences between methods on common seeds", "elements": "Per group element",
        "classes": "Per class", "analyses": "Numbers of analyses", "layers": "Invariance error per layer",
        "drift": "Drift", "decay": "Linear decay",
    ]

    func write(_ html: inout HTMLWriter) {
        html.note("As in the CSV files beside this page, with every digit.")
        FoldedTable(SearchTable.table(record), name: "nu_search.csv", title: "Probes of the searches").write(&html)
        for (name, source) in Tables.optional(record) {
            // The seeds of a curve are a thousand rows; their means are here and the figures show them.
            guard let title = Self.titles[name] else { continue }
            FoldedTable(source, name: "\(name).csv", title: title).write(&html)
        }
        FoldedTable(JobsTable.source(record), name: "jobs.csv", title: "Networks").write(&html)
    }
}
