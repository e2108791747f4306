import Testing

@testable import Core

/// The paper's figures from what the analyses leave, and from bad files.
@Suite struct PaperFigureTests {
    private func read(_ result: AnalysisResult?) throws -> SafetensorsFile {
        let result = try #require(result)
        let bytes = try SafetensorsFile(metadata: result.metadata, tensors: result.tensors).encoded()
        return try SafetensorsFile(bytes: bytes, file: "x.safetensors")
    }

    private func galleries(_ group: String) throws -> [SaliencyGallery] {
        try [Method.DA, .WT].map { method in
            let context = try AnalysisExample(group: group, method: method).context()
            return try SaliencyGallery(
                read(try SaliencyMapsAnalysis.run(SaliencyMapOptions(), context)), method: method.rawValue)
        }
    }

    private func check(_ figure: Figure) throws {
        let canvas = LayoutCanvas()
        figure.draw(on: canvas)
        #expect(canvas.overlappingTexts.map { [$0.0.text, $0.1.text] } == [])
        #expect(canvas.textsOutside(figure.size).map(\.text) == [])
        #expect(canvas.isFinite)
        #expect(try figure.png(dotsPerInch: 40).count > 100)
    }

    @Test(arguments: ["R4", "T4", "D4"]) func `saliency over the orbit`(group: String) throws {
        let galleries = try galleries(group)
        let order = try TinyData.group(group).order
        #expect(galleries[1].samples.allSatisfy { ($0.meanCosine ?? 0) > 0.999_999 })
        let first = SaliencyFigures.orbit(galleries, sample: 1)
        try check(first)
        let grid = try #require(first.panels.first as? ImageGrid)
        #expect(grid.rows.map { $0.label.prefix(3) } == ["DA,", "DA,", "WT,", "WT,"])
        #expect(grid.rows.allSatisfy { $0.pictures.count == order })
        // Upper rows show gx, lower ones x; maps reach 1.
        let sample = galleries[0].samples[1]
        for g in 0 ..< order {
            #expect(grid.rows[0].pictures[g]?.pixels == sample.orbit[g].pixels)
            #expect(grid.rows[1].pictures[g]?.pixels == sample.orbit[0].pixels)
            #expect(grid.rows[1].pictures[g]?.saliency?.max() == 1)
        }
        #expect(grid.rows[3].label == "WT, realigned, cosine 1.00")
        let third = SaliencyFigures.aligned(galleries)
        try check(third)
        #expect(third.panels.map(\.title) == ["DA", "WT"])
        #expect((third.panels[1] as? ImageGrid)?.rows.map(\.label) == ["class 0: 1.00", "class 1: 1.00", "class 2: 1.00"])
        try check(SaliencyFigures.orbit([], sample: 0))
        try check(SaliencyFigures.orbit(galleries, sample: 7))
    }

    @Test func `cosines have two digits, and one that is no number costs no figure`() throws {
        var gallery = try galleries("R4")[0]
        for (cosine, text) in [(-0.046, "−0.05"), (0, "0.00"), (0.996, "1.00"), (.nan, "nan")] as [(Double, String)] {
            for sample in gallery.samples.indices {
                for g in 1 ..< 4 { gallery.samples[sample].orbit[g].cosine = cosine }
            }
            let grid = try #require(SaliencyFigures.aligned([gallery]).panels.first as? ImageGrid)
            #expect(!grid.rows.isEmpty && grid.rows.allSatisfy { $0.label.hasSuffix(": \(text)") }, "\(grid.rows.map(\.label))")
        }
    }

    @Test func `elements have names that people read`() {
        let names = ["e", "r90", "mr180", "mr", "m", "x12", "y3", "my_own", "x", "rot"]
        #expect(
            names.map(ElementLabel.text)
                == ["x", "90°", "mirrored 180°", "mr", "mirrored", "12 px right", "3 px down", "my_own", "x", "rot"])
    }

    @Test func `latent maps`() throws {
        var options = LatentOptions()
        (options.samples, options.traced, options.perplexity, options.iterations) = (60, 4, 8, 50)
        let maps = try [Method.DA, .WT].map { method in
            try LatentMap(
                read(try LatentAnalysis.run(options, try AnalysisExample(method: method).context())),
                method: method.rawValue)
        }
        for map in maps {
            #expect(map.points.count == 60 && map.labels.count == 60 && map.orbits.count == 4 && map.isRing)
            #expect(map.orbits.prefix(3).map(\.label).sorted() == [0, 1, 2])
            // x stands among the points and at the orbit's beginning.
            for orbit in map.orbits { #expect(map.points.contains(orbit.stops[0]) && orbit.stops.count == 4) }
            #expect(map.orbits.allSatisfy { $0.stops.allSatisfy { $0.isDrawable } })
        }
        let figure = LatentFigure.figure(maps, classNames: ["L", "T"], orbits: 2)
        try check(figure)
        let chart = try #require(figure.panels.first as? ScatterChart)
        #expect(chart.classes.map(\.name) == ["L", "T", "2"] && chart.orbits.count == 2)
        #expect(chart.classes.reduce(0) { $0 + $1.points.count } == 60)
    }

    @Test func `damaged files are named`() throws {
        let file = try read(
            try SaliencyMapsAnalysis.run(SaliencyMapOptions(), try AnalysisExample().context()))
        var broken = file
        broken.tensors.removeAll { $0.name == "aligned" }
        #expect(throws: SafetensorsError.self) { try SaliencyGallery(broken, method: "DA") }
        broken = file
        for i in broken.tensors.indices where broken.tensors[i].name == "images" { broken.tensors[i].shape = [] }
        #expect(throws: SafetensorsError.self) { try SaliencyGallery(broken, method: "DA") }
        for elements in [[-5, .max], [-5, -2]] as [[Int32]] {
            broken = SafetensorsFile(tensors: [
                SafetensorsTensor("labels", shape: [2], .i32([0, 1])),
                SafetensorsTensor("points", shape: [2, 2], .f64([0, 0, 1, 1])),
                SafetensorsTensor("element", shape: [2], .i32(elements)),
                SafetensorsTensor("traced", shape: [2], .i32([0, 0])),
            ])
            let odd = try LatentMap(broken, method: "DA")
            #expect(odd.points.isEmpty && odd.orbits.isEmpty)
            try check(LatentFigure.figure([odd]))
        }
    }

    @Test func `curves of seeds`() {
        let series = SeedCurves("DA", x: [0, 1, 2, 3], values: [[1, 2, .nan, 4], [3, 2, 5]]).series
        #expect(series.points.map(\.y) == [2, 2, 5, 4])
        #expect(series.points.map(\.deviation) == [(2.0).squareRoot(), 0, nil, nil])
        #expect(SeedCurves(epochs: "IR", values: [[5, 6], [7]]).x == [1, 2])
        #expect(SeedCurves("none", x: [0], values: []).series.points.isEmpty)
    }

    @Test func `decay and layers`() throws {
        let context = try AnalysisExample().context()
        var options = DecayOptions()
        (options.samples, options.steps) = (4, 20)
        let series = try [UInt64(5), 6].map { seed in
            var own = context
            own.task.seed = seed
            return try #require(try DecayAnalysis.run(options, own)).measurements.series
        }
        let single = try #require(DecayFigures.Case("g1", name: "one g", series: series))
        let orbit = try #require(DecayFigures.Case("orbit", name: "orbit", series: series))
        #expect(DecayFigures.Case("g7", name: "none", series: series) == nil)
        let figure = DecayFigures.linear([single, orbit], group: "R4")
        try check(figure)
        let charts = figure.panels.compactMap { $0 as? LineChart }
        #expect(charts.count == 3 && charts[1].series.map(\.name) == ["one g", "orbit"])
        #expect(charts[1].series[0].points[0] == .init(x: 0, y: 1, deviation: 0))
        #expect(charts[1].series.allSatisfy { $0.points.allSatisfy { $0.y <= 1 } })
        try check(
            TrainingFigure.figure(
                [
                    .init(
                        "R4",
                        sigmaMax: [
                            SeedCurves(epochs: "DA", values: [[1, 2, 3], [1, 3, 4]]), SeedCurves(epochs: "IR", values: []),
                        ], accuracy: [SeedCurves(epochs: "DA", values: [[50, 60, 70], [50, 65, 80]])])
                ], title: "σmax during training", samples: 10))
        let layers = try #require(try LayersAnalysis.run(LayerOptions(), context)).measurements.series
        let relative = try #require(layers["layer_LI_relative"])
        let picture = LayersFigure.figure([
            .init(title: "R4", methods: [("DA", [relative, relative]), ("WT", [[0.7, 0, 0, 0]])])
        ])
        try check(picture)
        #expect((picture.panels[0] as? LineChart)?.series[0].points.map(\.y) == relative)
    }
}
