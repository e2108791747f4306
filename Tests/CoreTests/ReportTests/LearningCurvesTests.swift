import Foundation
import Testing

@testable import Core

@Suite struct LearningCurvesTests {
    @Test func `curves are thinned to first, last and evenly between`() {
        #expect(LearningCurves.thinned(0) == [])
        #expect(LearningCurves.thinned(3) == [1, 2, 3])
        #expect(LearningCurves.thinned(200) == Array(1 ... 200))
        for epochs in [201, 300, 1000, 12_345] {
            let thinned = LearningCurves.thinned(epochs)
            #expect(thinned.count == 200 && thinned.first == 1 && thinned.last == epochs)
            let steps = zip(thinned, thinned.dropFirst()).map { $1 - $0 }
            #expect((steps.max() ?? 0) - (steps.min() ?? 0) <= 1)
        }
    }

    @Test func `means and single networks of every row, as the journal has them`() throws {
        let owned = try OwnedFolder()
        let sweep = SampleSweep.passing()
        let events = ReportExamples.withCurves(sweep)
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let record = SweepRecord(spec: sweep.spec, events: events)
        let curves = LearningCurves.all(record, try folder.curves(record))
        #expect(curves.leftOut.isEmpty)
        let group = try #require(curves.groups.first)
        #expect(group.heading == "R4" && group.epochs == [1, 2, 3] && group.cells.map(\.label) == ["DA", "IR"])
        #expect(group.cells[0].curves[.crossEntropy] == [[1, 0.5, 0.33333334], [1.125, 0.625, 0.45833334]])
        #expect(group.cells[0].curves[.accuracy] == [[50.1, 50.2, 50.3], [62.6, 62.7, 62.8]])
        #expect(group.cells[0].curves[.regulariser] == nil && group.cells[0].curves[.sigmaMax] == nil)
        #expect(group.cells[1].curves[.regulariser]?.count == 2)
    }

    /// Just then somebody wants to see why.
    @Test func `of a search without an answer the largest probe is drawn, and named so`() throws {
        let owned = try OwnedFolder()
        var sweep = SampleSweep.passing()
        sweep.events.removeLast()
        sweep.search("unreachable within bounds")
        let events = ReportExamples.withCurves(sweep)
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let record = SweepRecord(spec: sweep.spec, events: events)
        let archive = try folder.curves(record)
        let curves = LearningCurves.all(record, archive)
        #expect(curves.leftOut.isEmpty && curves.groups.map { $0.cells.map(\.label) } == [["DA", "IR ν = 2, no answer"]])
        #expect(curves.groups[0].cells[1].curves[.crossEntropy]?.count == 2)
        let scope = try #require(FigureScope.all(record).first)
        let probe = try #require(ChartedCell.all(scope).last)
        #expect(probe.probe == 2 && probe.split == .validation && probe.seriesLabel == "IR, largest ν (validation split)")
        #expect(probe.cell.entry(.SI, on: probe.split)?.values == [0.984375, 0.9921875])
        let html = Report(record, figures: [], curves: archive).html
        #expect(html.contains("its largest probe, which is no result: R4 2 (validation split)."))
        // The table has no such row, as before.
        #expect(html.contains("no ν: unreachable within bounds"))
        // Nothing trained, nothing to draw.
        let none = SampleSweep(methods: [.IR])
        #expect(LearningCurves.all(none.record, archive).groups.isEmpty)
    }

    /// As many as are asked for and no more, whatever the number of jobs.
    @Test func `of many seeds and rows a part is drawn`() throws {
        let owned = try OwnedFolder()
        var sweep = SampleSweep(methods: [.IR], seeds: Array(0 ..< 70))
        sweep.spec.training.epochs = 220
        sweep.spec.nu = .values((1 ... 8).map(Double.init))
        for nu in 1 ... 8 { for seed in 0 ..< UInt64(70) { sweep.train(sweep.job(.IR, nu: Double(nu), seed: seed)) } }
        let events = ReportExamples.withCurves(sweep, epochs: 220)
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let record = SweepRecord(spec: sweep.spec, events: events)
        let curves = LearningCurves.all(record, try folder.curves(record))
        #expect(curves.leftOut == ["2 rows of the table", "seeds beyond the first 64 of a row"])
        #expect(curves.groups.map(\.cells.count) == [6])
        let values = try #require(curves.groups[0].cells[0].curves[.accuracy])
        #expect(values.count == 64 && values.allSatisfy { $0.count == 200 })
        let html = Report(record, figures: [], curves: try folder.curves(record)).html
        #expect(html.contains("Not shown: 2 rows of the table, seeds beyond the first 64 of a row."))
        // 24 single networks and 6 means in each of three charts of at most 200 points.
        #expect(html.utf8.count < 1_500_000, "\(html.utf8.count)")
    }
}
