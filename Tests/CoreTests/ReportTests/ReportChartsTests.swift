import Testing

@testable import Core

/// Which charts a page has, and which it has not.
@Suite struct ReportChartsTests {
    private func check(_ html: String) -> TagChecker {
        let checker = TagChecker(html)
        #expect(checker.problems == [])
        return checker
    }

    /// What stands among the seeds is not shown again; its files are made as before.
    @Test func `the page shows a chart once`() throws {
        let record = SampleSweep.passing().record
        let figures = PaperFigures.all(record)
        #expect(figures.map(\.name) == ["tradeoff-R4", "groups", "search-R4"])
        let html = ReportExamples.html(record)
        let page = check(html)
        // The search, two measures of every seed, two over ν.
        #expect(page.count("svg") == 5)
        #expect(html.contains("<h3 id=\"figure-groups\">Groups and methods: strokes</h3>"))
        #expect(html.contains("Its charts stand above, under <a href=\"#seeds\">Every seed</a>. Test split, 2 seeds. IR at its"))
        // Beside what stands in for an answer it is the same chart.
        var sweep = SampleSweep.passing()
        sweep.events.removeLast()
        sweep.search("unreachable within bounds")
        #expect(check(ReportExamples.html(sweep.record)).count("svg") == 5)
        // Of more rows than the seeds have charts for, the figure is the only one.
        sweep = PaperFiguresTests.overNu(groups: ["R4"])
        let other = Figure(
            title: "Others", panels: [DotChart(groups: ["R4"], value: FigureAxis(.SI), methods: [.init("DA", entries: [nil])])])
        let charts = check(Report(sweep.record, figures: []).html).count("svg")
        #expect(check(Report(sweep.record, figures: [("others", other)]).html).count("svg") == charts + 1)
    }

    /// A search without an answer has values of its own split alone.
    @Test func `charts say of which split they are, and name only what they show`() throws {
        var sweep = SampleSweep.passing()
        sweep.events.removeLast()
        sweep.search("unreachable within bounds")
        let both = ReportExamples.html(sweep.record)
        #expect(both.contains("Test split, but for what is named otherwise. A small dot"))
        #expect(both.ranges(of: ">IR, largest ν (validation split)</text>").count == 1, "it has no accuracy there")
        sweep.events.removeAll { event in
            guard case .evaluated(let event) = event else { return false }
            return event.evaluation.split == .test
        }
        let probes = ReportExamples.html(sweep.record)
        #expect(probes.contains("Validation split. A small dot"))
        // The search's chart and the one over ν say so as well.
        let axes = [both, probes].map { $0.ranges(of: ">SI, validation split</text>").count }
        #expect(axes == [2, 3])
        let empty = DotChart(
            groups: ["g"], value: FigureAxis("SI"),
            methods: [.init("a", entries: [nil]), .init("b", entries: [.init(values: [1])]), .init("c", entries: [.init(values: [.nan])])])
        #expect(empty.legend(FigureStyles()).filter(\.isSeries).map(\.name) == ["b"])
        let lines = LineChart(
            x: FigureAxis("x"), left: FigureAxis("y"),
            series: [.init("a", points: []), .init("b", points: [.init(x: 1, y: 2)]), .init("c", points: [.init(x: 1, y: .nan)])])
        #expect(lines.legend(FigureStyles()).filter(\.isSeries).map(\.name) == ["b"])
    }

    /// Files, so that a paper can have them; bytes that depend on nothing but the journal.
    @Test func `searches and learning curves are figures, a few files whatever the sweep`() throws {
        let owned = try OwnedFolder()
        let sweep = SampleSweep.passing()
        let events = ReportExamples.withCurves(sweep)
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let record = SweepRecord(spec: sweep.spec, events: events)
        func figures() -> [PaperFigures.Named] { PaperFigures.all(record, files: FigureFiles(folder)) }
        let found = figures()
        #expect(found.map(\.name) == ["tradeoff-R4", "groups", "search-R4", "curves-R4"])
        let search = try #require(found[2].figure.panels as? [LineChart])
        #expect(search.count == 1 && search[0].marks.map(\.shape) == [.circle])
        #expect(found[2].figure.caption.contains("Passed: SI ≥ 0.95 from ν = 1 on; at 0.5 it is missed."))
        let curves = try #require(found[3].figure.panels as? [LineChart])
        #expect(curves.map(\.left.label) == ["cross-entropy", "validation accuracy", "regulariser R"])
        #expect(curves[0].series.map(\.name) == ["DA", "IR"] && curves[0].series.allSatisfy { $0.look == .line })
        for (one, other) in zip(found, figures()) {
            #expect(one.figure.svg(name: one.name) == other.figure.svg(name: other.name))
            let canvas = LayoutCanvas()
            one.figure.draw(on: canvas)
            #expect(canvas.overlappingTexts.map { [$0.0.text, $0.1.text] } == [], "\(one.name)")
            #expect(canvas.textsOutside(one.figure.size).map(\.text) == [], "\(one.name)")
        }
        // On the page they stand once, in their sections.
        let html = try folder.report(record, figures: found).html
        #expect(!html.contains("figure-search-R4") && !html.contains("figure-curves-R4") && html.contains("the means, curves-R4."))
        var many = SampleSweep(methods: [.IR])
        many.spec.nu = .smallest(SampleSweep.searchSettings)
        for index in 0 ..< 40 { many.variant("v\(index)") { $0.training.epochs = 3 + index } }
        for part in many.spec.variants {
            let job = many.job(in: part, .IR, nu: 1, seed: 0)
            many.train(job)
            many.measure(job, .validation, ["SI": 0.5])
        }
        #expect(PaperFigures.all(many.record).count { $0.name.hasPrefix("search-") } == ReportLimits.searches)
    }

    /// On an axis of ratios nothing that is 0 can be shown.
    @Test func `charts of zeros are left out, and the page says so`() throws {
        let owned = try OwnedFolder()
        var sweep = SampleSweep(methods: [.WT, .DA, .IR], measures: Measure.standard)
        sweep.spec.nu = .values([1])
        for seed in [UInt64(0), 1] {
            for (job, error) in [
                (sweep.job(.WT, seed: seed), 0.0), (sweep.job(.DA, seed: seed), 3), (sweep.job(.IR, nu: 1, seed: seed), 1),
            ] {
                sweep.train(job)
                sweep.measure(job, .test, ["accuracy": 0.5, "SI": 1, "LI": error, "DI": 0])
            }
        }
        var events = ReportExamples.withCurves(sweep)
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        var record = SweepRecord(spec: sweep.spec, events: events)
        let html = Report(record, figures: [], curves: try folder.curves(record)).html
        #expect(check(html).count("svg") == 3 + 3, "accuracy, LI, SI; three curves")
        #expect(html.contains("Without a chart, being 0 for every network of strokes: DI."))
        #expect(html.contains("<p class=\"note\">WT: R is 0, weight-tied. DA: R is no part of the loss.</p>"))
        // A network that answers everything alike has R = 0, too.
        events = events.map { event in
            guard case .trained(var trained) = event, !trained.regulariser.isEmpty else { return event }
            trained.regulariser = trained.regulariser.map { _ in 0 }
            return .trained(trained)
        }
        let second = try OwnedFolder()
        let other = try ReportExamples.folder(sweep, events, in: second)
        record = SweepRecord(spec: sweep.spec, events: events)
        let flat = Report(record, figures: [], curves: try other.curves(record)).html
        #expect(check(flat).count("svg") == 3 + 2)
        #expect(flat.contains("DA: R is no part of the loss. IR: regulariser R is 0 in every epoch, and has no chart."))
    }
}
