/// A sweep's results as one page: the question, the table beside the paper's, searches, curves, figures, failures,
/// provenance, the sweep file. The page needs nothing besides itself, no script and no network, and is a pure function
/// of its content: no clock, no machine.
public struct Report: Sendable {
    let record: SweepRecord
    /// As they are in `figures/`.
    let figures: [PaperFigures.Named]
    /// Nil for a report without learning curves.
    let curves: CurvesArchive?
    /// The sweep file as it was given; nil where the folder does not have it.
    let source: String?
    /// `provenance.json`; nil where it is not there.
    let provenance: String?
    /// What the reader should know before the numbers.
    let notices: [String]
    /// Nil where nobody knows.
    let continuation: Continuation?

    /// - Parameters:
    ///   - figures: those of `PaperFigures.all`.
    ///   - curves: nil for a report without learning curves.
    ///   - source: the sweep file as it was given; nil where it is not known.
    ///   - provenance: the text of `provenance.json`; nil where it is not there.
    ///   - notices: what the reader should know before the numbers.
    ///   - continuation: how to go on where something is left to do.
    public init(
        _ record: SweepRecord, figures: [PaperFigures.Named], curves: CurvesArchive? = nil, source: String? = nil,
        provenance: String? = nil, notices: [String] = [], continuation: Continuation? = nil
    ) {
        self.continuation = continuation
        self.record = record
        self.figures = figures
        self.curves = curves
        self.source = source
        self.provenance = provenance
        self.notices = notices
    }

    /// What a reader should know of learning curves that are gone; nil where none are.
    var missingCurves: String? {
        curves?.missing(record).text("this page and its figures leave them out; nothing else depends on them")
    }

    /// What was found wrong while the page was gathered, for whoever asked for it.
    public var warnings: [String] {
        (curves?.damage ?? []).map(\.description) + (missingCurves.map { [$0] } ?? [])
    }

    /// The whole page.
    public var html: String {
        let parts = parts
        var writer = HTMLWriter()
        writer.raw("<!DOCTYPE html>\n")
        writer.element("html", ["lang": "en"]) { html in
            html.element("head", [:], head)
            html.element("body") { body in
                body.element("header", [:], ReportHead(self).write)
                body.element("nav", ["aria-label": "Sections"]) { nav in
                    for part in parts { nav.element("a", ["href": "#\(part.id)"], part.title) }
                }
                body.element("main") { main in
                    for part in parts {
                        main.element("section", ["id": part.id]) { section in
                            section.element("h2", part.title)
                            part.write(&section)
                        }
                    }
                }
            }
        }
        return writer.text
    }

    private typealias Part = (id: String, title: String, write: (inout HTMLWriter) -> Void)

    /// Those that there is something to say in.
    private var parts: [Part] {
        var parts: [Part] = [("table", "Table", ReportTable(record).write)]
        let styles = FigureStyles(record)
        let searches = SearchCurve.all(record)
        if !searches.isEmpty {
            let names = figures.map(\.name).filter { $0.hasPrefix("search-") }
            parts.append(("searches", "Searches for ν", ReportSearches(searches, styles, figures: names).write))
        }
        let seeds = ReportSeeds(record, styles)
        if !seeds.isEmpty { parts.append(("seeds", "Every seed", seeds.write)) }
        let learning = curves.map { LearningCurves.all(record, $0) }
        if let learning, !learning.groups.isEmpty {
            let names = figures.map(\.name).filter { $0.hasPrefix("curves-") }
            parts.append(("curves", "Learning curves", ReportCurves(learning, styles, figures: names).write))
        }
        // Those of searches and learning curves stand above, with what the page has besides.
        let others = figures.filter { figure in !["search-", "curves-"].contains { figure.name.hasPrefix($0) } }
        if !others.isEmpty { parts.append(("figures", "Figures", ReportFigures(others, above: seeds).write)) }
        parts.append(("failures", "Failures", ReportFailures(record).write))
        parts.append(("tables", "Further tables", ReportTables(record).write))
        parts.append(("provenance", "Provenance", ReportProvenance(record, json: provenance).write))
        parts.append(("sweep", "Sweep file", ReportSweepFile(record.spec, source: source).write))
        return parts
    }

    private func head(_ head: inout HTMLWriter) {
        head.void("meta", ["charset": "utf-8"])
        // Whatever a name or a reason might smuggle in, nothing is fetched and nothing runs.
        head.void(
            "meta",
            [
                "http-equiv": "Content-Security-Policy",
                "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            ])
        head.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        head.void("meta", ["name": "color-scheme", "content": "light dark"])
        head.element("title", "\(record.spec.name): report")
        head.element("style") { $0.raw("\n" + ReportStyle.sheet) }
    }
}

extension HTMLWriter {
    /// A small remark.
    mutating func note(_ text: String) { element("p", ["class": "note"], text) }
}
