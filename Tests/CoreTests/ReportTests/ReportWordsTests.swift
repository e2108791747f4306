import Foundation
import Testing

@testable import Core

/// What the page says beside its numbers: how to go on, what is waited for, what is not known, and how numbers are set.
@Suite struct ReportWordsTests {
    /// What the terminal tells of it, and what it waits for.
    @Test func `a search that goes on tells its bracket, and whose seeds are missing`() {
        var sweep = SampleSweep.passing()
        sweep.events = []
        #expect(SearchCurve.all(sweep.record).first?.progress?.text == "It waits for ν = 1: 0 of 2 seeds measured.")
        sweep = SampleSweep.passing()
        sweep.events.removeLast()
        sweep.events.removeAll { event in
            guard case .evaluated(let event) = event else { return false }
            return event.evaluation.job.contains("/2.0/1")
        }
        let page = ReportExamples.html(sweep.record)
        #expect(
            page.contains(
                "not finished</span>: whether SI ≥ 0.95 is not known yet. So far 0.5 (0.941) &lt; ν ≤ 1 (0.973). It waits for ν = 2, "
                    + "to see whether larger ones reach too: 1 of 2 seeds measured."))
    }

    @Test func `an unfinished page has the command to go on with`() throws {
        let owned = try OwnedFolder()
        var sweep = SampleSweep.passing()
        sweep.events.removeLast()
        let folder = try ReportExamples.folder(sweep, sweep.events, in: owned)
        func page() throws -> String { try folder.report(sweep.record, figures: []).html }
        // On a cluster no run leaves a word in the folder itself.
        #expect(try page().contains("Go on, in the folder of this page, with: <code>sweep run sweep.yaml --results .</code>"))
        try FileManager.default.createDirectory(at: folder.slurm, withIntermediateDirectories: true)
        #expect(try page().contains("<code>sweep submit sweep.yaml --results .</code>"))
        let status = RunStatus(
            sweep: "s", program: "p", supervisor: nil, command: "sweep run 'my <x>.yaml' --lanes 2",
            progress: RunProgress(lanes: 1, searches: []) { $0.label })
        try status.write(to: folder.status)
        let html = try page()
        #expect(TagChecker(html).problems == [] && !html.contains("goes on from here"))
        #expect(html.contains("Go on with: <code>sweep run &#39;my &lt;x&gt;.yaml&#39; --lanes 2</code>"))
        sweep = SampleSweep.passing()
        #expect(try !page().contains("Go on with"))
    }

    @Test func `data that nothing tells yet are not guessed`() {
        var sweep = SampleSweep(methods: [.DA])
        sweep.variant("one")
        sweep.variant("two") { $0.training.epochs = 9 }
        sweep.train(sweep.job(in: sweep.spec.variants[0], .DA, seed: 0))
        let page = ReportExamples.html(sweep.record)
        #expect(page.contains("<h3>variant one, strokes</h3>") && page.contains("<h3>variant two, data not known yet</h3>"))
        #expect(page.contains("mnist, or strokes where it cannot be had: not known yet;"))
    }

    @Test func `accuracies near guessing have the level of guessing beside them`() {
        var sweep = SampleSweep(methods: [.DA], measures: [.accuracy])
        func page(_ accuracy: Double, classes: Int) -> String {
            sweep.events = []
            let job = sweep.job(.DA, seed: 0)
            sweep.train(job)
            sweep.measure(
                job, .test, ["accuracy": accuracy], perClass: classes > 0 ? ["accuracy": Array(repeating: accuracy, count: classes)] : [:])
            return ReportExamples.html(sweep.record)
        }
        #expect(page(0.2, classes: 9).contains("Chance: 11.1 % accuracy."))
        #expect(!page(0.3, classes: 9).contains("Chance") && !page(0.1, classes: 0).contains("Chance"))
    }

    /// Value and deviation stand close on both sides of the sign, the heading over them.
    @Test func `columns of the table are set like a paper's`() {
        var sweep = SampleSweep(methods: [.WT, .DA], measures: [.LI])
        for seed in [UInt64(0), 1] {
            for (method, value) in [(Method.WT, 0.0), (.DA, 69.6 + Double(seed))] {
                let job = sweep.job(method, seed: seed)
                sweep.train(job)
                sweep.measure(job, .test, ["LI": value])
            }
        }
        let html = ReportExamples.html(sweep.record)
        let cell = "<span class=\"mean\" style=\"--w: 4\"><data value=\"0\">0</data></span><span class=\"std\"> ± "
            + "<span class=\"dev\" style=\"--w: 3\"><data value=\"0\">0</data></span></span>"
        #expect(html.contains(cell))
        #expect(ReportStyle.sheet.contains(".results .number { text-align: center }"))
        #expect(ReportStyle.sheet.contains("min-width: calc(var(--w) * 1ch)"))
        // On a phone a measure has a line of its own, and commands are broken rather than cut.
        #expect(ReportStyle.sheet.contains(".results td[data-name] { flex: 1 0 100%; display: grid"))
        #expect(ReportStyle.sheet.contains("header pre { white-space: pre-wrap"))
    }
}
