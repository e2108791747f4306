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
        #expect(figures.map(\.name) == ["tradeoff-R4", "groups"])
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
