import Foundation
import Testing

@testable import Core

struct ChartTests {
    private func drawn(_ series: LineChart.Series, y: FigureAxis.Scale = .linear) -> DrawnSeries {
        let x = AxisScale(FigureAxis("x", limits: 0 ... 10), values: [], start: 0, end: 100)
        let limits = y == .linear ? 0.0 ... 10 : 0.1 ... 10
        let scale = AxisScale(FigureAxis("y", scale: y, limits: limits), values: [], start: 100, end: 0)
        return DrawnSeries(series, x: x, y: scale, isRight: false)
    }

    @Test("what is no number is a gap; zero on a logarithmic axis lies at its floor")
    func gaps() {
        let points: [LineChart.Point] = [
            .init(x: 0, y: 1), .init(x: 1, y: 2), .init(x: 2, y: .nan), .init(x: 3, y: 4), .init(x: 4, y: .infinity),
        ]
        #expect(drawn(.init("a", points: points)).runs.map(\.count) == [2, 1])
        let zeros: [LineChart.Point] = [.init(x: 0, y: 1), .init(x: 1, y: 0), .init(x: 2, y: -4), .init(x: 3, y: 1)]
        let series = drawn(.init("a", points: zeros), y: .logarithmic)
        #expect(series.runs.map(\.count) == [1, 1])
        #expect(series.floored == [FigurePoint(10, 100), FigurePoint(20, 100)])
        #expect(drawn(.init("a", points: [])).runs.isEmpty)
    }

    @Test("a band breaks where it has no width to show, and a lonely point has a bar")
    func bands() {
        let points: [LineChart.Point] = [
            .init(x: 0, y: 5, deviation: 1), .init(x: 1, y: 5, deviation: 2), .init(x: 2, y: 5),
            .init(x: 3, y: 5, deviation: 1),
            .init(x: 4, y: .nan, deviation: 1), .init(x: 5, y: 5, deviation: .nan),
        ]
        let canvas = LayoutCanvas()
        drawn(.init("a", points: points)).drawBands(SeriesLook(colour: .ink, shape: .circle, dash: []), on: canvas)
        #expect(
            canvas.boxes == [
                FigureBox(x: 0, y: 30, width: 10, height: 40), FigureBox(x: 30, y: 40, width: 0, height: 20),
            ])
    }

    @Test("short series have a marker at each point, long ones about twelve")
    func markers() {
        #expect(
            drawn(.init("a", points: (0 ..< 20).map { .init(x: Double($0) / 2, y: 1) })).markers(offset: 3).count == 20)
        let long = drawn(.init("a", points: (0 ..< 300).map { .init(x: Double($0) / 30, y: 1) }))
        #expect((10 ... 13).contains(long.markers(offset: 0).count))
        #expect(Set(long.markers(offset: 0).map(\.x)).isDisjoint(with: long.markers(offset: 1).map(\.x)))
    }

    @Test("stops of an orbit on one place share a number")
    func numbers() {
        func labels(_ places: [(Double, Double)?]) -> [String] {
            ScatterChart.numbers(places.map { $0.map { FigurePoint($0.0, $0.1) } }).map(\.text)
        }
        #expect(labels([(0, 0), (0, 1), (1, 0), (0.5, 0)]) == ["0–3"])
        #expect(labels([(0, 0), (50, 0), (0, 1), (90, 0)]) == ["0, 2", "1", "3"])
        #expect(labels([(0, 0), nil, (50, 0)]) == ["0", "2"])
        #expect(labels((0 ..< 36).map { (Double($0) * 10, 0) }) == ["0", "35"])
        #expect(labels([nil, nil]) == [])
    }

    @Test("a label covers no other, and is left out where there is no room")
    func placing() {
        var placer = LabelPlacer(bounds: FigureBox(x: 0, y: 0, width: 60, height: 40), data: [FigurePoint(30, 20)])
        var boxes: [FigureBox] = []
        for _ in 0 ..< 40 {
            guard let text = placer.place("label", near: FigurePoint(30, 20)) else { continue }
            #expect(boxes.allSatisfy { $0.overlap(text.box) == 0 })
            #expect(placer.bounds.holds(text.box))
            boxes.append(text.box)
        }
        #expect(!boxes.isEmpty && boxes.count < 20)
        #expect(placer.place("much too long for all of it", near: FigurePoint(30, 20)) == nil)
    }

    @Test("the line to a label goes round other labels, and they keep off it")
    func leaders() throws {
        let point = FigurePoint(100, 10)
        let (own, other) = (FigureBox(x: 60, y: 0, width: 80, height: 25), FigureBox(x: 0, y: 30, width: 120, height: 10))
        func placed(leader: Double?) throws -> (label: FigureBox, placer: LabelPlacer) {
            var placer = LabelPlacer(bounds: FigureBox(x: 0, y: 0, width: 200, height: 100), taken: [own, other], data: [])
            let text = placer.place("name", near: point, reach: 90, leader: leader)
            return (try #require(text).box, placer)
        }
        // The nearest place is behind the other label.
        let straight = LabelLeader(from: point, clearance: 3, to: try placed(leader: nil).label)
        #expect(try #require(straight).crossings([other]) == 1)
        let (label, placer) = try placed(leader: 3)
        let round = try #require(LabelLeader(from: point, clearance: 3, to: label))
        #expect(round.crossings([other]) == 0 && round.boxes.allSatisfy(placer.taken.contains))
        #expect(LabelLeader(from: point, clearance: 3, to: FigureBox(x: 90, y: 17, width: 20, height: 9)) == nil)
    }

    @Test("labels are placed in the order in which all of them stand best")
    func orders() throws {
        // In the order of the points the first takes the place below both, and the second has only one far to the left.
        let bounds = FigureBox(x: 0, y: 0, width: 100, height: 32)
        let points = [FigurePoint(40, 8), FigurePoint(60, 8)]
        let taken = [FigureBox(x: 33, y: 0, width: 34, height: 14), FigureBox(x: 70, y: 0, width: 30, height: 32)]
        var alone = LabelPlacer(bounds: bounds, taken: taken, data: [])
        let first = alone.place("name", near: points[0], clearance: 6, reach: 90, leader: 5.5)
        var placer = LabelPlacer(bounds: bounds, taken: taken, data: [])
        let labels = placer.place(points.map { ("name", $0) }, clearance: 6, reach: 90, leader: 5.5).compactMap(\.self)
        #expect(labels.count == 2 && labels[0].box.overlap(labels[1].box) == 0)
        #expect(first != nil && labels[0].position != first?.position)
        #expect(labels[0].position.x < labels[1].position.x)
        let nothing = placer.place([], clearance: 6, reach: 90, leader: 5.5)
        #expect(nothing.isEmpty)
    }

    @Test("the saliency is seen in proportion, and nothing where there is none")
    func overlay() throws {
        let grid = ImageGrid(
            side: 2, columns: ["e"],
            rows: [.init("r", pictures: [.init(pixels: [0, 1, 0, 1], saliency: [0, 0, 2, 0.5])])])
        #expect(grid.usedSaliencyTop == 2)
        let image = try #require(grid.pixels(grid.pictures[0]))
        #expect(Array(image.bytes[0 ..< 6]) == [0, 0, 0, 140, 140, 140])
        // 0.9 of the upper end of the colours, on black.
        #expect(Array(image.bytes[6 ..< 9]) == [227, 228, 172])
        #expect(grid.pixels(.init(pixels: [1, 2, 3])) == nil)
        let bare = ImageGrid(
            side: 1, columns: [], rows: [.init("", pictures: [.init(pixels: [7])])], greyRange: 0 ... 14)
        #expect(bare.pixels(bare.pictures[0])?.bytes == [128, 128, 128])
    }

    @Test("means leave out what is no number")
    func means() {
        #expect(DotChart.Entry(values: [1, 2, .nan, 6]).mean == 3)
        #expect(DotChart.Entry(values: [.nan]).mean == nil)
        #expect(DotChart.Entry(values: [1], mean: 1, halfWidth: nil).interval == nil)
        #expect(DotChart.Entry(values: [1], mean: 1, halfWidth: 0.5).interval == 0.5 ... 1.5)
    }
}
