import Foundation

/// By what, on what and from what the results were made: `provenance.json` for people.
struct ReportProvenance {
    private let record: SweepRecord
    private let json: String?

    init(_ record: SweepRecord, json: String?) { (self.record, self.json) = (record, json) }

    private var decoded: Provenance? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return json.flatMap { try? decoder.decode(Provenance.self, from: Data($0.utf8)) }
    }

    func write(_ html: inout HTMLWriter) {
        let provenance = decoded
        html.element("dl") { list in
            for (term, words) in provenance.map(facts) ?? [] {
                list.element("dt", term)
                list.element("dd", words)
            }
        }
        if provenance == nil {
            html.note(
                json == nil
                    ? "There is no provenance.json: no run on these results has come to its end yet."
                    : "provenance.json is not as this program writes it.")
        }
        writeRuns(provenance?.runs ?? record.runs, &html)
        guard let json else { return }
        html.element("details") { details in
            details.element("summary") { $0.element("code", "provenance.json") }
            details.element("pre", json.cut(ReportLimits.sweepFile))
        }
    }

    private func facts(_ provenance: Provenance) -> [(String, String)] {
        var facts = [("program", "\(provenance.program) \(provenance.version), \(provenance.compiler)")]
        if let source = provenance.source {
            let changes = source.changes.map { ", with changes: \(ResultsFolder.diffName($0.name)), \($0.size) bytes" }
            facts.append(("built from", (source.commit.map { "commit \($0)" } ?? "unknown commit") + (changes ?? "")))
        }
        facts.append(("numerics", "version \(provenance.numerics), \(provenance.instructionSet) kernels"))
        let machine = [provenance.machine.host, provenance.machine.cpu, provenance.machine.system].compactMap(\.self)
        facts.append(("machine", machine.joined(separator: ", ")))
        let lanes = provenance.lanes.map { "\($0.lane): \($0.processors)" }.listed
        facts.append(("lanes, processors", lanes))
        for data in provenance.data.prefix(40) {
            facts.append(
                (
                    "data", "\(data.dataset.rawValue), \(data.train)/\(data.test)/\(data.validation) samples, split seed "
                        + "\(data.splitSeed), padding \(data.pad), SHA-256 \(data.digest)"
                ))
        }
        facts.append(("begun", provenance.start))
        facts.append(("took", Self.duration(provenance.seconds)))
        return facts
    }

    private func writeRuns(_ runs: [RunHeader], _ html: inout HTMLWriter) {
        guard runs.count > 1 else { return }
        let hasForeign = runs.contains { !$0.isOwn }
        var table = CSVTable(
            columns: ["date", "host", "program", "instruction set", "lanes"] + (hasForeign ? ["taken from"] : []))
        for run in runs {
            table.append(
                [.text(run.date), .text(run.host), .text(run.program), .text(run.instructionSet), .integer(run.lanes)]
                    + (hasForeign ? [.text(run.takenFrom ?? "")] : []))
        }
        FoldedTable(table, name: "provenance.json", title: "Runs on these results").write(&html)
    }

    /// `43 s`, `19 min 38 s`, `2 h 5 min`.
    private static func duration(_ seconds: Double) -> String {
        guard seconds >= 0, seconds < 1e12 else { return "unknown" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
