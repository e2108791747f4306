import Foundation
import Testing

@testable import Core

@Suite struct ReportTests {
    private func check(_ html: String) -> TagChecker {
        let checker = TagChecker(html)
        #expect(checker.problems == [])
        let ids = checker.values("id")
        #expect(Set(ids).count == ids.count, "an id stands twice")
        for target in checker.values("href") where target.hasPrefix("#") {
            #expect(ids.contains(String(target.dropFirst())), "\(target) leads nowhere")
        }
        return checker
    }

    @Test func `a page has its sections, balanced, and fetches nothing`() throws {
        let owned = try OwnedFolder()
        let sweep = SampleSweep.passing()
        let events = ReportExamples.withCurves(sweep)
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let record = SweepRecord(spec: sweep.spec, events: events)
        let html = ReportExamples.html(
            record, source: "# Why?\n#\n#   sweep run x\nname: sample\n", provenance: "{}",
            curves: try folder.curves(record))
        let page = check(html)
        #expect(page.tags.filter { $0.name == "section" }.map { $0.attributes["id"] } == [
            "table", "searches", "seeds", "curves", "figures", "failures", "tables", "provenance", "sweep",
        ])
        #expect(page.count("script") == 0 && page.count("img") == 0 && page.count("link") == 0)
        // Two measures of every seed, two or three curves, one search, and figures.
        #expect(page.count("svg") > 6)
        let rest = html.replacingOccurrences(of: "xmlns=\"http://www.w3.org/2000/svg\"", with: "")
        #expect(!rest.contains("http://") && !rest.contains("https://") && !rest.contains("//www"))
        for name in ["src", "href"] {
            #expect(page.values(name).allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("data:image/png;base64,") })
        }
        #expect(!rest.contains("url(") || rest.ranges(of: "url(").count == rest.ranges(of: "url(#").count)
        #expect(!rest.contains("@import"))
        // The question, its command as it stands, and the file to the letter.
        #expect(html.contains("<p>Why?</p>") && html.contains("<pre>sweep run x</pre>"))
        #expect(html.contains("<pre># Why?\n#\n#   sweep run x\nname: sample\n</pre>"))
        #expect(html == ReportExamples.html(
            record, source: "# Why?\n#\n#   sweep run x\nname: sample\n", provenance: "{}",
            curves: try folder.curves(record)))
    }

    @Test func `a page of a run that is not finished says so`() throws {
        let sweep = SampleSweep.passing()
        let whole = ReportExamples.html(SweepRecord(spec: sweep.spec, events: sweep.events))
        #expect(!whole.contains("Unfinished"))
        let cut = ReportExamples.html(SweepRecord(spec: sweep.spec, events: []))
        // Two of DA, and two of the probe that the search asks for first.
        #expect(
            cut.contains(
                "<p class=\"unfinished\" id=\"verdict\">Unfinished: 4 networks missing. 0 of 1 search for ν passed; 1 not "
                    + "finished. The table is empty so far; 1 row of it waits for a search. The same sweep run goes on from here.</p>"))
    }

    @Test func `the verdict stands at the top`() {
        func verdict(_ sweep: SampleSweep) -> String? {
            ReportExamples.html(sweep.record).firstMatch(of: #/<p class="(good|bad|unfinished)" id="verdict">([^<]*)<\/p>/#)
                .map { "\($0.1): \($0.2)" }
        }
        var sweep = SampleSweep.passing()
        #expect(verdict(sweep) == "good: The search for ν passed. No network failed.")
        sweep.fail(sweep.job(.DA, seed: 1))
        #expect(verdict(sweep) == "bad: The search for ν passed. 1 of 8 networks failed.")
        sweep = SampleSweep.passing()
        sweep.events.removeLast()
        let rest = "The same sweep run goes on from here."
        #expect(
            verdict(sweep) == "unfinished: Unfinished. 0 of 1 search for ν passed; 1 not finished. The table rests on 2 of 2 "
                + "networks; 1 row of it waits for a search. \(rest)")
        sweep.search("unreachable within bounds")
        let expected = "bad: 0 of 1 search for ν passed; no ν for R4 (unreachable within bounds). No network failed."
        #expect(verdict(sweep) == expected)
        // Without a search, and before anything is done.
        sweep = SampleSweep(methods: [.DA])
        #expect(verdict(sweep) == "unfinished: Unfinished: 2 networks missing. The table is empty so far. \(rest)")
        sweep.train(sweep.job(.DA, seed: 0))
        #expect(
            verdict(sweep) == "unfinished: Unfinished: 1 network interrupted, 1 missing. The table is empty so far. \(rest)")
    }

    /// Counted in one place, for the notes under the table and for the head of the page.
    @Test func `what is not done yet is what the table lacks`() {
        var sweep = SampleSweep(methods: [.DA])
        func undone() -> [Int] { Summary.rows(sweep.record).map { $0.undone(sweep.spec) } }
        func page() -> String { ReportExamples.html(sweep.record) }
        let jobs = [UInt64(0), 1].map { sweep.job(.DA, seed: $0) }
        jobs.forEach { sweep.train($0) }
        // On the split of the searches: nothing for the table.
        sweep.measure(jobs[0], .validation, ["accuracy": 0.5, "SI": 1])
        sweep.measure(jobs[1], .test, ["accuracy": 0.5, "SI": 1])
        #expect(undone() == [1] && PaperTable.text(sweep.record).contains("R4 DA: 1 not done yet"))
        #expect(page().contains("Unfinished: 1 network interrupted. The table rests on 1 of 2 networks."))
        sweep.fail(jobs[0])
        #expect(undone() == [0] && !page().contains("Unfinished"))
        // Where only analyses are asked for, which have tables of their own, measuring finds no value.
        sweep = SampleSweep(methods: [.DA], measures: [])
        jobs.forEach { sweep.train($0) }
        sweep.measure(jobs[0], .test, [:])
        #expect(undone() == [1])
        sweep.measure(jobs[1], .test, [:])
        #expect(undone() == [0] && !page().contains("Unfinished") && !PaperTable.text(sweep.record).contains("to go"))
    }

    @Test func `whatever a name, a reason or a file says is text`() {
        let evil = "<script>alert(1)</script>\"' onload='x' & \u{202E}\u{7} ]]> <!-- &lt;"
        var sweep = SampleSweep.passing()
        sweep.spec.name = evil
        sweep.variant("v</td><script>") { _ in }
        sweep.fail(sweep.job(.DA, seed: 1), stage: evil, reason: evil)
        var record = sweep.record
        let html = ReportExamples.html(record, source: "# \(evil)\nname: x # \(evil)\n", provenance: evil)
        let page = check(html)
        #expect(page.count("script") == 0)
        #expect(!html.contains("<script") && !html.contains("<!--"))
        #expect(page.text.ranges(of: "<script>alert(1)</script>\"' onload='x' & \u{FFFD}\u{FFFD} ]]> <!-- &lt;").count >= 5)
        #expect(page.tags.allSatisfy { $0.attributes["onload"] == nil })
        sweep.variant("again") { _ in }
        record = sweep.record
        _ = check(ReportExamples.html(record))
    }

    /// Every number of `table.csv` stands in the page, to the last digit, and what is shown is those rounded.
    @Test func `the numbers are those of the table`() throws {
        var sweep = SampleSweep(methods: [.WT, .DA], measures: [.accuracy, .LI, .DI, .SI])
        sweep.dataset = .mnist
        sweep.spec.data.source = .mnist
        for seed in [UInt64(0), 1] {
            for (index, method) in [Method.WT, .DA].enumerated() {
                let job = sweep.job(method, seed: seed)
                sweep.train(job)
                let x = Double(seed + 1) / 7 + Double(index)
                sweep.measure(job, .test, ["accuracy": x / 3, "LI": x * 31, "DI": x / 1e5, "SI": 1 / (1 + x)])
            }
        }
        let record = sweep.record
        let page = check(ReportExamples.html(record))
        let rows = try CSVReader.rows(CSVWriter.text(SummaryTable.table(record)))
        let values = page.tags.filter { $0.name == "data" }.compactMap { $0.attributes["value"] }
        var expected: [String] = []
        for row in rows.dropFirst() {
            for measure in ["accuracy_percent", "LI", "DI_nats", "SI"] {
                for what in ["mean", "std", "paper_mean", "paper_std"] {
                    let column = try #require(rows[0].firstIndex(of: "\(measure)_\(what)"))
                    if what == "paper_std", row[column] == "0" { continue }
                    expected.append(row[column])
                }
            }
        }
        #expect(values == expected)
        // Where the headings find no room, each value has its own.
        let named = page.tags.compactMap { $0.name == "td" ? $0.attributes["data-name"] : nil }
        #expect(named == ["accuracy %", "LI", "DI", "SI", "accuracy %", "LI", "DI", "SI"])
        #expect(expected.contains("94.6") && expected.contains("5.4"), "the paper's are among them")
        let missing = rows.dropFirst().joined().filter { !$0.isEmpty && !page.text.contains($0) }
        #expect(missing == [])
    }

    @Test func `a row with fewer seeds says how many`() {
        var sweep = SampleSweep(methods: [.WT, .DA], seeds: [0, 1, 2])
        for seed in [UInt64(0), 1, 2] {
            for method in [Method.WT, .DA] {
                let job = sweep.job(method, seed: seed)
                sweep.train(job)
                sweep.measure(job, .test, ["accuracy": 0.5, "SI": Double(seed)])
            }
        }
        let whole = ReportExamples.html(sweep.record)
        #expect(whole.contains("deviation over 3 seeds.") && !whole.contains("n = "))
        sweep.fail(sweep.job(.DA, seed: 2), stage: "measuring test")
        let page = ReportExamples.html(sweep.record)
        #expect(page.contains("deviation over up to 3 seeds; n where a row has fewer."))
        #expect(page.ranges(of: "n = 2").count == 1 && page.contains("DA<span class=\"paper\">n = 2</span>"))
        #expect(FigureScope.all(sweep.record).map(\.seeds) == ["up to 3 seeds"])
        // A value that is not finite is in no mean either.
        sweep.measure(sweep.job(.WT, seed: 1), .test, ["SI": .nan], name: "f")
        #expect(ReportExamples.html(sweep.record).contains("WT<span class=\"paper\">n = 2–3</span>"))
    }

    @Test func `searches are drawn with every seed, the bracket and the answer`() throws {
        let record = SampleSweep.passing().record
        let search = try #require(SearchCurve.all(record).first)
        #expect(search.points.map(\.nu) == [0.5, 1, 2] && search.answer == 1 && search.below == 0.5)
        #expect(search.points.map(\.reaches) == [false, true, true])
        #expect(search.verdict == "SI ≥ 0.95 from ν = 1 on; at 0.5 it is missed")
        let chart = search.chart
        #expect(chart.x.scale == .logarithmic && chart.references.map(\.value) == [0.95])
        #expect(chart.spans.map { [$0.from, $0.to] } == [[0.5, 1]])
        #expect(chart.marks.map { [$0.x, $0.y] } == [[1, 0.97265625]])
        let dots = try #require(chart.series.last)
        #expect(dots.look == .dots && dots.points.map(\.y) == [0.9375, 0.9453125, 0.96875, 0.9765625, 0.984375, 0.9921875])
        var unfinished = SampleSweep.passing()
        unfinished.events.removeLast()
        let open = try #require(SearchCurve.all(unfinished.record).first)
        #expect(open.answer == nil && open.chart.spans.isEmpty && open.verdict == "whether SI ≥ 0.95 is not known yet")
        #expect(open.progress?.text == "So far 0.5 (0.941) < ν ≤ 1 (0.973). Its probes are measured; the next run says how it ends.")
        #expect(search.progress == nil)
        #expect(check(ReportExamples.html(unfinished.record)).text.contains("search not finished"))
        let search2 = SampleSweep(methods: [.DA]).record
        #expect(SearchCurve.all(search2).isEmpty)
    }

    @Test func `nothing done, and everything failed`() {
        var sweep = SampleSweep(methods: [.WT, .DA, .IR])
        let empty = check(ReportExamples.html(sweep.record))
        #expect(empty.text.contains("No job failed.") && empty.text.contains("0 done"))
        #expect(empty.text.contains("search not finished") && empty.text.contains("no run on these results has come"))
        for seed in [UInt64(0), 1] {
            sweep.fail(sweep.job(.DA, seed: seed), reason: "the loss is not finite in epoch \(seed)")
            sweep.fail(sweep.job(.IR, nu: 1, seed: seed), reason: String(repeating: "x", count: 3000))
        }
        let failed = check(ReportExamples.html(sweep.record))
        #expect(failed.text.contains("0 done, 4 failed"))
        #expect(failed.text.contains("the loss is not finite in epoch 1") && failed.text.contains("R4 DA: 2 failed"))
        #expect(failed.text.contains("… (1000 characters more)"))
    }

    /// A report must not grow with the sweep.
    @Test func `of many jobs, failures and rows a part is shown, and the page says so`() {
        var sweep = SampleSweep(methods: [.IR], seeds: [0], measures: [.accuracy, .SI])
        let nus = (1 ... 3000).map { Double($0) }
        sweep.spec.nu = .values(nus)
        for nu in nus {
            let job = sweep.job(.IR, nu: nu, seed: 0)
            if nu > 2500 {
                sweep.fail(job, reason: String(repeating: "because ", count: 1000))
            } else {
                sweep.train(job)
                sweep.measure(job, .test, ["accuracy": 0.5, "SI": nu / 3000])
            }
        }
        let html = Report(sweep.record, figures: []).html
        let page = check(html)
        #expect(html.utf8.count < 1_500_000, "\(html.utf8.count)")
        #expect(page.text.contains("2600 more rows are in table.csv."))
        #expect(page.text.contains("The first 100 of 500; all are in jobs.csv."))
        #expect(page.text.contains(", the first 150 rows"))
    }

    @Test func `figures stand in cards, those that need width whole, those too large by name`() {
        let figures = FigureExamples.all.filter { ["drift", "groups", "saliency"].contains($0.name) }
        let points = (0 ..< 90_000).map { FigureValue(Double($0), Double($0 * $0 % 1009)) }
        let big = Figure(title: "Big", panels: [ScatterChart(classes: [.init("a", points: points)])])
        let html = Report(SampleSweep(methods: [.DA]).record, figures: figures + [("big", big)]).html
        let page = check(html)
        // Two panels, two panels, one grid.
        #expect(page.count("svg") == 5)
        #expect(page.tags.filter { $0.attributes["class"] == "card wide" }.count == 1)
        #expect(page.text.contains("Too large for this page: figures/big.svg."))
        #expect(html.contains("data:image/png;base64,"))
    }

    @Test func `light and dark, screen and paper`() {
        #expect(ReportStyle.sheet.ranges(of: "@media screen and (prefers-color-scheme: dark)").count == 2)
        #expect(!ReportStyle.sheet.contains("@media (prefers-color-scheme"), "paper is light")
        #expect(ReportStyle.sheet.contains("@media print"))
        #expect(ReportStyle.sheet.count { $0 == "{" } == ReportStyle.sheet.count { $0 == "}" })
        // The cards have the colour of the figures' paper.
        #expect(ReportStyle.sheet.contains("--card: #161616") && FigureColour.darkStyle.contains(".fill-paper { fill: #161616 }"))
    }

    @Test func `the question is the comment that the file begins with`() {
        #expect(SweepQuestion.blocks("name: x\n# later") == [])
        #expect(SweepQuestion.blocks("") == [])
        #expect(
            SweepQuestion.blocks("\n# One\n# line.\n#\n#   a\n#   b\n# Two.\r\n#Three\n\nname: x\n# no") == [
                .paragraph("One line."), .verbatim("a\nb"), .paragraph("Two. Three"),
            ])
        #expect(
            SweepQuestion.blocks(
                "# Asked:\n# - one\n#   and more\n# - two\n# and more\n#\n# * three\n#\n# End - here.\n#   - a\nname: x") == [
                .paragraph("Asked:"), .list(["one and more", "two and more", "three"]), .paragraph("End - here."), .verbatim("- a"),
            ])
        let page = ReportExamples.html(SampleSweep(methods: [.DA]).record, source: "# Asked:\n# - one\n# - <two>\nname: x\n")
        #expect(check(page).text.contains("Asked:") && page.contains("<ul><li>one</li>\n<li>&lt;two&gt;</li>\n</ul>"))
    }
}
