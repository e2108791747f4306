import Foundation
import Testing

@testable import Core

/// A row of the table looks alike in every chart of a page.
@Suite struct RowStylesTests {
    /// Colour and shape of the sample in front of every legend entry of a name: `fill-blue stroke-paper, 4 lines`.
    private func looks(_ name: String, in html: String) throws -> [String] {
        let pattern = "<path d=\"([^\"]*)\" class=\"([^\"]*)\"[^>]*/>\n<text [^>]*>\(name)</text>"
        return html.matches(of: try Regex(pattern, as: (Substring, Substring, Substring).self)).map { match in
            "\(match.2), \(match.1.count { $0 == "L" }) lines\(match.1.contains("a") ? ", round" : "")"
        }
    }

    private func html(_ sweep: SampleSweep) throws -> String {
        let owned = try OwnedFolder()
        let events = ReportExamples.withCurves(sweep)
        let folder = try ReportExamples.folder(sweep, events, in: owned)
        let record = SweepRecord(spec: sweep.spec, events: events)
        return ReportExamples.html(record, curves: try folder.curves(record))
    }

    @Test func `every ν has one look from the first chart to the last`() throws {
        var sweep = SampleSweep(groups: ["R4", "T3"], methods: [.WT, .DA, .IR])
        let nus = [0.1, 1, 10]
        sweep.spec.nu = .values(nus)
        sweep.spec.analyses = [.layers]
        for group in ["R4", "T3"] {
            for seed in UInt64(0) ..< 2 {
                let jobs = [sweep.job(group, .WT, seed: seed), sweep.job(group, .DA, seed: seed)]
                    + nus.map { sweep.job(group, .IR, nu: $0, seed: seed) }
                for (place, job) in jobs.enumerated() {
                    sweep.train(job)
                    sweep.measure(job, .test, ["accuracy": 0.5 + Double(seed) / 10, "SI": 0.2 * Double(place)])
                    // Some rows alone: what a figure has besides must not matter.
                    guard group == "T3", place != 1, place != 2 else { continue }
                    sweep.analyse(job, .layers(sweep.spec.options.layers), series: ["layer_LI_relative": [1, 0.5]])
                }
            }
        }
        let html = try html(sweep)
        var seen: Set<String> = []
        for name in ["WT", "DA", "IR", "IR ν = 0.1", "IR ν = 1", "IR ν = 10"] {
            let found = try looks(name, in: html)
            // Two or three measures and curves, layers, ν.
            #expect(found.count > 3 && Set(found).count == 1, "\(name): \(found)")
            #expect(seen.insert(found.first ?? "").inserted, "\(name) looks like another: \(found)")
        }
        #expect(try looks("WT", in: html).first?.contains("fill-blue") == true)
        #expect(try looks("IR", in: html).first?.contains("fill-green") == true)
    }

    @Test func `however many there are no two look alike`() {
        var styles = FigureStyles(kept: ["WT", "DA"])
        let kin = (0 ..< 20).map { "DA \($0)" }
        let others = (0 ..< 100).map { "\($0)" }
        for name in kin { styles.add(name, kinOf: "DA") }
        for name in others { styles.add(name) }
        let looks = (["WT", "DA"] + kin + others).map(styles.series)
        for (place, look) in looks.enumerated() { #expect(!looks[..<place].contains(look), "\(look)") }
    }

    /// Nobody waits for these but where looks are looked for among all that are taken.
    @Test func `thousands of ν have looks of their own`() {
        var sweep = SampleSweep(methods: [.IR])
        sweep.spec.regularisers = [.logit, .kl]
        sweep.spec.nu = .values((1 ... 20_000).map(Double.init))
        let styles = FigureStyles(sweep.record)
        #expect(styles.series("IR kl ν = 1") != styles.series("IR kl ν = 20000"))
    }

    @Test func `what stands in for an answer, and a search's own chart, have the row's colour`() throws {
        var sweep = SampleSweep.passing()
        #expect(try looks("mean", in: html(sweep)).map { $0.contains("fill-green") } == [true])
        #expect(try looks("one seed", in: html(sweep)).first == "fill-paper stroke-green, 0 lines, round")
        sweep.events.removeLast()
        sweep.search("unreachable within bounds")
        let page = try html(sweep)
        let seeds = try looks("IR, largest ν \\(validation split\\)", in: page)
        let curves = try looks("IR ν = 2, no answer", in: page)
        // Accuracy is not measured there: one chart of two.
        #expect(seeds.count == 1 && curves.count == 3 && Set(seeds + curves).count == 1, "\(seeds) \(curves)")
        #expect(seeds[0].contains("fill-green"))
        let styles = FigureStyles(sweep.record)
        #expect(styles.series("IR, largest ν (validation split)") != styles.series("IR"), "it is no result")
    }

    @Test func `further ν repeat colours, but never those of the methods`() {
        var sweep = SampleSweep(methods: [.WT, .DA, .IR])
        let nus = (1 ... 24).map { Double($0) }
        sweep.spec.nu = .values(nus.reversed())
        let styles = FigureStyles(sweep.record)
        let looks = (["WT", "DA", "IR"] + nus.map { "IR ν = \(Int($0))" }).map(styles.series)
        for (index, look) in looks.enumerated() { #expect(!looks[..<index].contains(look), "\(index)") }
        #expect(looks.prefix(3).map(\.colour.name) == ["blue", "vermillion", "green"])
        #expect(looks.dropFirst(3).prefix(5).map(\.colour.name) == ["purple", "orange", "sky", "black", "grey"])
        #expect(looks.dropFirst(3).allSatisfy { !["blue", "vermillion", "green"].contains($0.colour.name) })
    }

    @Test func `forms have colours, and their ν shapes in them`() {
        var sweep = SampleSweep(methods: [.DA, .IR])
        sweep.spec.regularisers = [.kl, .logitNormalised]
        sweep.spec.nu = .values([1, 2])
        let styles = FigureStyles(sweep.record)
        #expect(["DA", "IR kl", "IR logit-normalised"].map { styles.series($0).colour.name } == ["vermillion", "orange", "sky"])
        let own = ["IR kl ν = 1", "IR kl ν = 2"].map(styles.series)
        #expect(own.allSatisfy { $0.colour.name == "orange" } && own[0] != own[1] && !own.contains(styles.series("IR kl")))
    }

    @Test func `variants of a method have its colour, the first of them its look`() {
        var sweep = SampleSweep(methods: [.DA])
        sweep.spec.training.trackedSamples = 5
        sweep.variant("plain")
        sweep.variant("weight_decay") { $0.training.weightDecay = 0.1 }
        let styles = FigureStyles(sweep.record)
        let (plain, other) = (styles.series("DA, plain"), styles.series("DA, weight decay"))
        #expect(plain == styles.series("DA") && other != plain && other.colour == plain.colour)
    }

    @Test func `what is no row has the look of none`() throws {
        var sweep = SampleSweep(methods: [.WT, .DA])
        sweep.dataset = .mnist
        for method in [Method.WT, .DA] {
            let job = sweep.job(method, seed: 0)
            sweep.train(job)
            sweep.measure(job, .test, ["accuracy": 0.5, "SI": 0.5])
        }
        let figures = PaperFigures.all(sweep.record)
        #expect(figures.map(\.name) == ["table1", "groups"])
        let sources = ["this sweep", "the paper"].map { FigureLayout(figures[0].figure).styles.series($0) }
        let rows = ["WT", "DA", "IR"].map { FigureLayout(figures[1].figure).styles.series($0) }
        #expect(sources[0] != sources[1] && !sources.contains { source in rows.contains { $0.colour == source.colour } })
    }
}
