import Testing

@testable import Core

struct FigureLayoutTests {
    @Test("no two texts share room, and nothing leaves the picture", arguments: FigureExamples.all.map(\.name))
    func layout(name: String) throws {
        let figure = try #require(FigureExamples.all.first { $0.name == name }).figure
        let canvas = LayoutCanvas()
        figure.draw(on: canvas)
        #expect(canvas.overlappingTexts.map { [$0.0.text, $0.1.text] } == [])
        #expect(canvas.textsOutside(figure.size).map(\.text) == [])
        #expect(canvas.isFinite)
        let picture = figure.size.box
        #expect((canvas.boxes + canvas.images).filter { !picture.holds($0, tolerance: 0.5) } == [])
    }

    @Test("a legend stands above all data, in rows as wide as the picture")
    func legend() throws {
        for (name, figure) in FigureExamples.all {
            let layout = FigureLayout(figure)
            guard let first = layout.places.first else { continue }
            #expect(layout.legendOrigin.y + layout.legend.height <= first.cell.y, "\(name)")
        }
    }

    @Test("panels above each other have their axes in one line")
    func alignment() {
        let figure = Figure(title: "t", panels: [FigureExamples.drift("a", 1), FigureExamples.drift("b", 1e-7)])
        let places = FigureLayout(figure).places
        #expect(places.count == 2)
        #expect(places[0].plot.x == places[1].plot.x)
        #expect(places[0].plot.maxX == places[1].plot.maxX)
        #expect(places[0].plot.width > 300)
    }

    @Test("the check finds texts that overlap or leave the picture, and passes those that touch")
    func check() {
        let canvas = LayoutCanvas()
        let width = TextMetrics.width("ab", size: 8)
        canvas.text(FigureText("ab", at: FigurePoint(10, 20)))
        canvas.text(FigureText("cd", at: FigurePoint(10 + width, 20)))
        canvas.text(FigureText("ab", at: FigurePoint(10, 28)))
        #expect(canvas.overlappingTexts.isEmpty)
        canvas.text(FigureText("turned", at: FigurePoint(14, 40), rotation: .up))
        #expect(canvas.overlappingTexts.map(\.0.text) == ["ab", "ab"])
        #expect(canvas.textsOutside(FigureSize(width: 100, height: 100)).isEmpty)
        #expect(canvas.textsOutside(FigureSize(width: 100, height: 29)).map(\.text) == ["ab", "turned"])
    }

    @Test("the order of names decides the colours, in every panel alike")
    func order() {
        let styles = FigureStyles(["DA", "WT", "DA", "IR"])
        #expect(styles.series("DA").colour.name == "blue")
        #expect(styles.series("WT").shape == .square)
        #expect(styles.series("IR").colour.name == "green")
        // A kept colour is nobody else's, whether its name is there or not; what a figure lacks changes no look.
        let listed = FigureStyles(kept: ["WT", "DA", "IR"], ["WT", "IR ν=1", "DA", "IR ν=2", "IR ν=3"])
        let names = ["WT", "DA", "IR ν=1", "IR ν=2", "IR ν=3"]
        #expect(names.map { listed.series($0).colour.name } == ["blue", "vermillion", "purple", "orange", "sky"])
        let part = Figure(
            title: "t", panels: [LineChart(x: FigureAxis("x"), left: FigureAxis("y"), series: [.init("IR ν=3", points: [])])],
            styles: listed)
        #expect(FigureLayout(part).styles.series("IR ν=3") == listed.series("IR ν=3"))
        var more = listed
        more.add("WT, wide", kinOf: "WT")
        more.add("WT, deep", kinOf: "WT")
        more.add("first", sameAs: "DA")
        let kin = ["WT", "WT, wide", "WT, deep"].map { more.series($0) }
        #expect(kin.allSatisfy { $0.colour.name == "blue" } && kin[0] != kin[1] && kin[1] != kin[2] && kin[0] != kin[2])
        #expect(more.series("first") == more.series("DA"))
        // Classes of points have a palette of their own.
        let scatter = Figure(title: "t", panels: [ScatterChart(classes: [.init("5", points: [])])], styles: listed)
        #expect(FigureLayout(scatter).styles.pointClass("5").colour.name == "indigo")
        // Beyond the palette nothing looks like another.
        let numbers = (0 ..< 24).map(String.init)
        let many = FigureStyles(numbers)
        for (index, name) in numbers.enumerated() {
            for other in numbers[..<index] { #expect(many.series(name) != many.series(other), "\(name) \(other)") }
        }
    }

    @Test("entries of a legend that several panels have stand there once")
    func sharedLegend() {
        let canvas = LayoutCanvas()
        Figure(title: "t", panels: [FigureExamples.drift("a", 1), FigureExamples.drift("b", 2)], columns: 2).draw(
            on: canvas)
        #expect(canvas.texts.filter { $0.text == "WT" }.count == 1)
        #expect(canvas.texts.contains { $0.text == "accuracy ratio, right axis" })
        #expect(canvas.texts.filter { $0.text == "± 1 std" }.count == 1)
    }

    @Test("the sample of bands has the bands' colours, of all panels, and is as pale")
    func bands() {
        func chart(_ names: [String]) -> LineChart {
            let series = names.map { LineChart.Series($0, points: [.init(x: 0, y: 1, deviation: 1), .init(x: 1, y: 2, deviation: 1)]) }
            return LineChart(x: FigureAxis("x"), left: FigureAxis("y"), series: series + [.init("bare", points: [.init(x: 0, y: 1)])])
        }
        let svg = Figure(title: "t", panels: [chart(["a", "b"]), chart(["b", "c"])], columns: 2).svg()
        #expect(svg.ranges(of: ">± 1 std<").count == 1)
        func fills(_ element: String) -> [Substring] {
            svg.split(separator: "\n").filter { $0.hasPrefix(element) && $0.contains("fill-opacity=") }.compactMap {
                $0.firstMatch(of: #/class="(\S+)" fill="#\w+" fill-opacity="([\d.]+)"/#)?.0
            }
        }
        // One band of a, two of b, one of c; the sample has each once, in the order of the legend.
        #expect(fills("<path").count == 4 && Set(fills("<path")).count == 3)
        #expect(fills("<rect").count == 3 && Set(fills("<rect")) == Set(fills("<path")))
    }
}
