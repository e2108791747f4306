/// What was asked, on what, and how far it came.
struct ReportHead {
    private let report: Report
    private var record: SweepRecord { report.record }

    init(_ report: Report) { self.report = report }

    func write(_ html: inout HTMLWriter) {
        html.element("h1", record.spec.name)
        for block in SweepQuestion.blocks(report.source ?? "") {
            switch block {
            case .paragraph(let text): html.element("p", text)
            case .verbatim(let text): html.element("pre", text)
            case .list(let items):
                html.element("ul") { list in
                    for item in items { list.element("li", item) }
                }
            }
        }
        let verdict = ReportVerdict(record, Summary.rows(record), report.continuation)
        html.element("p", ["class": verdict.tone.rawValue, "id": "verdict"], verdict.text)
        if let next = verdict.next {
            html.element("p", ["id": "next"]) { line in
                line.add("\(next.words) ")
                line.element("code", next.command)
            }
        }
        html.element("dl") { list in
            for (term, words) in facts {
                list.element("dt", term)
                list.element("dd", words)
            }
        }
        if let missing = report.missingCurves {
            html.element("p", ["class": "notice"], "\(missing.prefix(1).uppercased())\(missing.dropFirst()).")
        }
        for notice in report.notices { html.element("p", ["class": "notice"], notice) }
    }

    private var facts: [(String, String)] {
        var facts = [("data", data)]
        if record.hasVariants { facts.append(("variants", record.parts.compactMap(\.spec.variant).listed)) }
        facts.append(("groups", record.parts.flatMap(\.spec.groups).map(\.label).once.listed))
        facts.append(("methods", record.parts.flatMap(\.spec.methods).map(\.rawValue).once.listed))
        let seeds = record.parts.map { Set($0.spec.seeds).count }.map(String.init).once.joined(separator: ", ")
        facts.append(("seeds", seeds))
        if record.parts.contains(where: { $0.spec.methods.contains(.IR) }) { facts.append(("ν", nu)) }
        facts.append(("networks", networks))
        let trainings = record.parts.map { part in
            let training = part.spec.training
            let hidden = training.hidden.map(String.init).joined(separator: "-")
            return "\(training.epochs) epochs, batch \(training.batch), hidden layers \(hidden)"
        }
        facts.append(("training", trainings.once.joined(separator: "; ")))
        return facts
    }

    private var data: String {
        let words = record.parts.flatMap { part in
            part.datasets.map { dataset -> String in
                let data = part.spec.data
                let sizes = "\(data.train.grouped) train, \(data.test.grouped) test, "
                    + "\(data.validation.grouped) validation samples"
                let isFallback = dataset != data.source && part.jobs.contains { $0.job.data.dataset == dataset }
                if !part.isDataKnown, let fallback = data.fallback {
                    return "\(data.source.rawValue), or \(fallback.rawValue) where it cannot be had: not known yet; \(sizes)"
                }
                return "\(dataset.rawValue), \(sizes)"
                    + (isFallback ? " (in place of \(data.source.rawValue), which could not be had)" : "")
            }
        }
        return words.once.joined(separator: "; ")
    }

    private var nu: String {
        record.parts.filter { $0.spec.methods.contains(.IR) }.map { part in
            guard let search = part.spec.nuSearch else {
                guard case .values(let values) = part.spec.nu else { return "" }
                return Array(Set(values)).sorted().map(NumberText.short).listed
            }
            return "the \(search.caption) on the \(search.split.rawValue) split, searched from "
                + "\(CSVWriter.number(search.from)) to \(CSVWriter.number(search.to))"
        }.once.joined(separator: "; ")
    }

    private var networks: String {
        let failed = record.jobs.count(where: \.hasFailure)
        let trained = record.jobs.count { $0.state == .trained }
        let done = record.jobs.count - failed - trained
        return "\(done) done" + (trained > 0 ? ", \(trained) trained and not measured yet" : "")
            + (failed > 0 ? ", \(failed) failed" : "")
    }
}

extension [String] {
    /// Each once, in the order of their first coming.
    var once: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }

    /// With commas; of a long list the first and how many there are.
    var listed: String {
        count <= 40 ? joined(separator: ", ") : prefix(30).joined(separator: ", ") + " … (\(count) in all)"
    }
}

extension Int {
    /// `10,000`
    var grouped: String {
        let digits = Array(String(magnitude))
        let text = digits.enumerated().map { index, digit in
            index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : String(digit)
        }
        return (self < 0 ? "−" : "") + text.joined()
    }
}
