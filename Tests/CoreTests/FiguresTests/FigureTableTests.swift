import Foundation
import Testing

@testable import Core

struct FigureTableTests {
    @Test("a line chart's table has a column per axis, units at the head, empty cells for what is missing")
    func lines() {
        let chart = LineChart(
            x: FigureAxis("β"), left: FigureAxis("DI", unit: "nats"), right: FigureAxis("ratio"),
            series: [
                .init("DA", points: [.init(x: 0, y: 0.5, deviation: 0.1), .init(x: 1, y: .nan)]),
                .init("DA", side: .right, points: [.init(x: 0, y: 1)]),
            ], references: [.init("goal", at: 0.95, on: .right), .init("start", at: 0, on: .x)],
            marks: [.init("knee", x: 0.5, y: 2)])
        #expect(
            CSVWriter.text(chart.table) == """
                kind,series,β,DI (nats),DI deviation (nats),ratio,ratio deviation\r
                point,DA,0,0.5,0.1,,\r
                point,DA,1,nan,,,\r
                point,DA,0,,,1,\r
                reference,goal,,,,0.95,\r
                reference,start,0,,,,\r
                mark,knee,0.5,2,,,\r

                """)
    }

    @Test("the tables of several panels stand under each other")
    func panels() {
        let dots = DotChart(
            title: "b", groups: ["R4"], value: FigureAxis("SI"),
            methods: [.init("DA", entries: [.init(values: [0.25], mean: 0.25, halfWidth: 0.25)])])
        let scatter = ScatterChart(
            classes: [.init("0", points: [FigureValue(1, 2)])], orbits: [.init("o", points: [FigureValue(3, 4)])])
        let table = Figure(title: "t", panels: [scatter, dots]).table
        #expect(
            table.columns == [
                "panel", "kind", "name", "step", "x", "y", "group", "method", "seed index", "SI", "interval low",
                "interval high",
            ])
        let lines = CSVWriter.text(table).split(separator: "\r\n").map(String.init)
        #expect(
            lines.dropFirst() == [
                "1,sample,0,,1,2,,,,,,", "1,orbit,o,0,3,4,,,,,,", "b,seed,,,,,R4,DA,0,0.25,,",
                "b,mean,,,,,R4,DA,,0.25,0,0.5",
            ])
        #expect(Figure(title: "", panels: []).table.columns == ["panel"])
    }

    @Test("pixels and their saliency")
    func grid() {
        let grid = ImageGrid(
            side: 1, columns: [],
            rows: [.init("r", pictures: [nil, .init(pixels: [0.5]), .init(pixels: [1], saliency: [0.25])])])
        #expect(
            CSVWriter.text(grid.table).split(separator: "\r\n").dropFirst() == ["r,1,0,0,0.5,", "r,2,0,0,1,0.25"])
    }

    @Test("three files, whole, under the name given")
    func files() throws {
        try withTemporaryFolder { folder in
            let figures = folder.appendingPathComponent("figures")
            let figure = FigureExamples.all[1].figure
            try figure.write(to: figures, name: "trade off-ν", dotsPerInch: 40)
            try figure.write(to: figures, name: "trade off-ν", dotsPerInch: 40)
            let names = try FileManager.default.contentsOfDirectory(atPath: figures.path).sorted()
            #expect(names == ["trade off-ν.csv", "trade off-ν.png", "trade off-ν.svg"])
            let svg = try String(contentsOf: figures.appendingPathComponent(names[2]), encoding: .utf8)
            #expect(svg == figure.svg(name: "trade off-ν"))
            let csv = try String(contentsOf: figures.appendingPathComponent(names[0]), encoding: .utf8)
            #expect(csv == CSVWriter.text(figure.table))
            // A group and a variant with the longest names that sweep files may give them.
            let long = "saliency-" + String(repeating: "g", count: 100) + "-" + String(repeating: "v", count: 100) + "-seed3-class2"
            try figure.write(to: figures, name: long, dotsPerInch: 40)
            #expect(FileManager.default.fileExists(atPath: figures.appendingPathComponent("\(long).svg").path))
            // Twelve metres, of which cairo has no raster at 300 dots per inch.
            let panels = [any FigurePanel](repeating: FigureExamples.lonely, count: 20)
            try Figure(title: "", panels: panels, panelHeightInCentimetres: 60).write(to: figures, name: "tall")
            for name in ["", "../x", ".hidden", "a/b", String(repeating: "n", count: 251)] {
                #expect(throws: FigureError.badName(name)) {
                    try figure.write(to: figures, name: name, dotsPerInch: 40)
                }
            }
            let missing = folder.appendingPathComponent("no/such")
            let error = #expect(throws: FigureError.self) { try figure.write(to: missing, name: "a", dotsPerInch: 40) }
            #expect(error?.description.contains("cannot create folder") == true)
        }
    }
}
