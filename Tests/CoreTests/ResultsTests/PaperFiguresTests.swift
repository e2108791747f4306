import Foundation
import Testing

@testable import Core

@Suite struct PaperFiguresTests {
    /// ν is given; accuracy falls beyond 1, SI rises with log ν, σmax falls.
    static func overNu(groups: [String] = ["R4"]) -> SampleSweep {
        var sweep = SampleSweep(groups: groups, methods: [.WT, .DA, .IR], measures: Measure.standard + [.sigmaMax])
        let nus = [0.01, 0.1, 1, 10, 100]
        sweep.spec.nu = .values(nus)
        for group in groups {
            for seed in UInt64(0) ..< 2 {
                let shift = Double(seed) / 100
                func add(_ job: Job, _ accuracy: Double, _ si: Double, _ li: Double) {
                    sweep.train(job)
                    sweep.measure(
                        job, .test, ["accuracy": accuracy + shift, "SI": si, "LI": li, "DI": li / 100, "sigma_max": 1 + li])
                }
                add(sweep.job(group, .WT, seed: seed), 0.94, 1, 0)
                add(sweep.job(group, .DA, seed: seed), 0.93, 0.25, 80)
                for (index, nu) in nus.enumerated() {
                    add(
                        sweep.job(group, .IR, nu: nu, seed: seed), [0.93, 0.925, 0.92, 0.8, 0.6][index],
                        [0.5, 0.6, 0.8, 0.9, 1][index], 10 / (1 + nu))
                }
            }
        }
        return sweep
    }

    @Test func kneeAndCrossing() throws {
        let curve = NuCurve([0.01: [93], 0.1: [92.5], 1: [92], 10: [80], 100: [60], 1000: [.nan]])
        // The chord falls from 93 to 60 over four decades; at 1 it is at 76.5, farthest below the curve.
        #expect(try #require(curve.knee(.fall)).nu == 1 && curve.knee(.fall)?.mean == 92)
        #expect(curve.knee(.rise) == nil, "it never rises")
        let bump = NuCurve([0.001: [0], 0.01: [2], 0.1: [3], 1: [3.5], 10: [1], 100: [0]])
        #expect(try #require(bump.knee(.rise)).nu == 0.01)
        #expect(NuCurve([0.1: [1], 1: [2], 10: [3], 100: [4]]).knee(.rise) == nil, "a straight line")
        #expect(NuCurve([0.1: [1], 1: [0], 10: [0], 100: [4]]).knee(.rise) == nil, "below the chord is no knee")
        #expect(NuCurve([0.1: [1], 1: [2]]).knee(.rise) == nil)
        let rising = NuCurve([0.1: [0.5], 1: [0.97], 10: [0.9], 100: [1]])
        // It falls back at 10, so it is crossed for good half a decade later.
        #expect(abs(try #require(rising.crossing(0.95)) / 31.622776601683793 - 1) < 1e-12)
        #expect(rising.crossing(0.4) == nil && rising.crossing(1.5) == nil)
        #expect(NuCurve([1: [1, 2], 2: [3]]).points.map(\.nu) == [1], "a mean over fewer seeds would jump")
    }

    @Test func tradeoffHasAFigurePerGroup() throws {
        let figures = PaperFigures.all(Self.overNu(groups: ["R4", "T3"]).record)
        #expect(figures.map(\.name) == ["tradeoff-R4", "tradeoff-T3", "groups"])
        let panels = try #require(figures[0].figure.panels as? [LineChart])
        #expect(panels.map(\.left.heading) == ["accuracy (%)", "SI", "LI", "σmax"])
        #expect(panels[0].series[2].points.map(\.x) == [0.01, 0.1, 1, 10, 100])
        #expect(panels[0].series[2].points[0].y == 93.5)
        #expect(panels[1].marks.map(\.label).contains { $0.hasPrefix("0.95: ν ≈ 31.6") })
        #expect(panels[0].marks.map(\.label) == ["knee, ν = 1"])
        // The ring is the search's answer; these are others, and the legend says which.
        #expect(panels[0].marks.map(\.shape) == [.diamond] && panels[1].marks.last?.shape == .square)
        let names = panels.map { $0.legend(FigureStyles()).map(\.name) }
        #expect(names[0].contains("knee") && names[1].contains("threshold crossed") && !names[0].contains("threshold crossed"))
        #expect(panels[0].references.map(\.label) == ["SI = 0.95"])
        #expect(panels[0].series.map(\.name) == ["WT", "DA", "IR"])
        #expect(panels[0].series[0].points.map(\.x) == [0.01, 100] && panels[0].series[0].points.allSatisfy { $0.y == 94.5 })
        #expect(panels[2].series.map(\.name) == ["DA", "IR"] && figures[0].figure.caption.contains("WT with LI 0"))
    }

    @Test func aSearchShowsItsProbes() {
        let figures = PaperFigures.all(SampleSweep.passing().record)
        #expect(figures.map(\.name) == ["tradeoff-R4", "groups", "search-R4"])
        #expect((figures[0].figure.panels.last as? LineChart)?.series.last?.points.map(\.x) == [0.5, 1, 2])
        // Without an answer there is no bracket to explain.
        var none = SampleSweep.passing()
        none.events.removeLast()
        none.search("unreachable within bounds")
        let caption = PaperFigures.all(none.record).first { $0.name == "search-R4" }?.figure.caption ?? ""
        #expect(caption.contains(" split. Unreachable within bounds: no ν that was tried") && !caption.contains("Bracket"), "\(caption)")
        // The probes are of one split, DA, where it lies near, of another.
        var sweep = SampleSweep.passing()
        for seed in [UInt64(0), 1] { sweep.measure(sweep.job(.DA, seed: seed), .test, ["accuracy": 0.5, "SI": 0.95], name: "f") }
        let chart = PaperFigures.all(sweep.record)[0].figure.panels.last as? LineChart
        #expect(chart?.left.heading == "SI, validation split" && chart?.series.first?.name == "DA, test split")
        #expect(chart?.series.first?.key == "DA" && chart?.series.first?.look == .dashedLine)
    }

    @Test func spectralAndTable1() throws {
        var sweep = SampleSweep(methods: [.DA, .IR], measures: [.accuracy, .SI, .sigmaMax])
        sweep.dataset = .mnist
        for seed in UInt64(0) ..< 2 {
            for job in [sweep.job(.DA, seed: seed), sweep.job(.IR, nu: 2, seed: seed)] {
                sweep.train(job)
                sweep.measure(job, .test, ["accuracy": 0.5, "SI": 0.96, "sigma_max": job.nu == nil ? 10 : 2])
            }
        }
        sweep.search("passed", nu: 2)
        let figures = PaperFigures.all(sweep.record)
        // Nothing was probed: a search has no chart.
        #expect(figures.map(\.name) == ["table1", "spectral", "groups"])
        let table = try #require(figures[0].figure.panels[0] as? DotChart)
        #expect(table.groups == ["R4 DA", "R4 IR"] && table.methods.map { $0.entries[1]?.mean } == [50, 87.9])
        // Of its data, group and method in columns of their own.
        let data = table.table
        #expect(data.columns == ["kind", "group", "method", "source", "seed index", "accuracy (%)", "interval low", "interval high"])
        #expect(data.rows.first == [.text("seed"), .text("R4"), .text("DA"), .text("this sweep"), .integer(0), .number(50), .empty, .empty])
        #expect(data.rows.last?.prefix(4) == [.text("mean"), .text("R4"), .text("IR"), .text("the paper")])
        let spectral = try #require(figures[1].figure.panels[0] as? DotChart)
        #expect(spectral.methods.map(\.name) == ["DA", "IR"] && spectral.methods.map { $0.entries[0]?.mean } == [10, 2])
    }

    @Test func variantsAreComparedInOneFigure() throws {
        var sweep = SampleSweep(methods: [.DA])
        sweep.variant("base")
        sweep.variant("deep") { $0.training.hidden = [64] }
        for part in sweep.spec.variants {
            let job = sweep.job(in: part, .DA, seed: 0)
            sweep.train(job)
            sweep.measure(job, .test, ["accuracy": 0.5, "SI": 0.5])
        }
        let figures = PaperFigures.all(sweep.record)
        #expect(figures.map(\.name) == ["generality"])
        #expect((figures[0].figure.panels[0] as? DotChart)?.groups == ["base", "deep"])
    }

    @Test func nothingIsDrawnOfNothing() {
        let sweep = SampleSweep(methods: [.WT, .DA, .IR])
        #expect(PaperFigures.all(sweep.record).isEmpty)
    }

    @Test func filesAreKeptAsTheyShouldBe() throws {
        try withTemporaryFolder { url in
            let folder = url.appendingPathComponent("figures")
            func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
            let figures = PaperFigures.all(Self.overNu().record)
            try FigureFolder.write(figures, to: folder)
            let all = ["groups", "tradeoff-R4"].flatMap { ["\($0).csv", "\($0).png", "\($0).svg"] }
            #expect(try names() == all)
            let picture = folder.appendingPathComponent("groups.png")
            let right = try Data(contentsOf: picture)
            // Torn, as a full disk elsewhere may leave it: drawn again.
            try right.prefix(500).write(to: picture)
            try Data("<svg>mine</svg>".utf8).write(to: folder.appendingPathComponent("mine.svg"))
            try Data("mine".utf8).write(to: folder.appendingPathComponent("mine.csv"))
            try FigureFolder.write(figures, to: folder)
            #expect(try Data(contentsOf: picture) == right)
            try FigureFolder.write(Array(figures.prefix(1)), to: folder)
            #expect(try names() == ["mine.csv", "mine.svg", "tradeoff-R4.csv", "tradeoff-R4.png", "tradeoff-R4.svg"])
            try FigureFolder.write([], to: url.appendingPathComponent("none"))
            #expect(!FileManager.default.fileExists(atPath: url.appendingPathComponent("none").path))
        }
    }
}
