/// What did not go well, and why: failed jobs, values that are not finite.
struct ReportFailures {
    private let record: SweepRecord

    init(_ record: SweepRecord) { self.record = record }

    func write(_ html: inout HTMLWriter) {
        let failed = record.jobs.filter(\.hasFailure)
        if failed.isEmpty { html.element("p", "No job failed.") } else { write(failed, &html) }
        let nonFinite = record.jobs.filter(\.hasNonFinite)
        if !nonFinite.isEmpty {
            let names = nonFinite.prefix(ReportLimits.failures).map(\.job.label).listed
            html.element("p", "A measure is NaN or infinite, and in no mean: \(names) (\(nonFinite.count) in all).")
        }
    }

    private func write(_ failed: [JobRecord], _ html: inout HTMLWriter) {
        let shown = failed.prefix(ReportLimits.failures)
        let variants = variants
        if shown.count < failed.count {
            html.note("The first \(shown.count) of \(failed.count); all are in jobs.csv.")
        }
        html.element("div", ["class": "scroll"]) { box in
            box.element("table") { table in
                table.element("thead") { head in
                    head.element("tr") { row in
                        let names = (record.hasVariants ? ["variant"] : []) + ["job", "data", "how", "while", "reason"]
                        for name in names { row.element("th", name) }
                    }
                }
                table.element("tbody") { body in
                    for job in shown {
                        guard let failure = job.failure else { continue }
                        body.element("tr") { row in
                            if record.hasVariants { row.element("td", SweepPlan.words(variants[job.id] ?? [])) }
                            write(job, failure, &row)
                        }
                    }
                }
            }
        }
    }

    /// Those that have a failed job, by its id.
    private var variants: [String: [String]] {
        var names: [String: [String]] = [:]
        for part in record.parts {
            guard let name = part.spec.variant else { continue }
            for job in part.jobs where job.hasFailure { names[job.id, default: []].append(name) }
        }
        return names
    }

    private func write(_ job: JobRecord, _ failure: FailedEvent, _ row: inout HTMLWriter) {
        row.element("td", job.job.label)
        row.element("td", job.job.data.dataset.rawValue)
        row.element("td", ["class": "bad"], failure.kind == .diverged ? "diverged" : job.state.rawValue)
        row.element("td", failure.stage + (failure.epoch.map { ", epoch \($0)" } ?? ""))
        row.element("td", ["class": "words"]) { cell in
            cell.add(failure.reason.cut(ReportLimits.reason))
            guard let detail = failure.detail else { return }
            cell.element("details") { details in
                details.element("summary", "detail")
                details.element("pre", detail.cut(ReportLimits.reason))
            }
        }
    }
}

extension String {
    /// Cut where it is longer, and then says by how much.
    func cut(_ limit: Int) -> String {
        guard unicodeScalars.count > limit else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(limit)))
            + "… (\(unicodeScalars.count - limit) characters more)"
    }
}
