extension ScatterChart {
    private static let orbitDashes: [[Double]] = [[], [4, 2], [1.5, 1.5], [6, 2, 1.5, 2]]

    /// Each class with its shape and colour, then each orbit by its letter and line.
    public func legend(_ styles: FigureStyles) -> [LegendEntry] {
        var entries: [LegendEntry] = []
        for item in classes where !entries.contains(where: { $0.name == item.name }) {
            let look = styles.pointClass(item.name)
            entries.append(LegendEntry(name: item.name, sample: .marker(look.shape, look.colour, isHollow: false), isSeries: true))
        }
        for (index, orbit) in orbits.enumerated() {
            let stroke = orbitStroke(index)
            entries.append(
                LegendEntry(
                    name: "\(letter(index)): \(orbit.name)",
                    sample: .line(stroke, .circle, isHollow: false)))
        }
        return entries
    }

    private func orbitStroke(_ index: Int) -> LineStroke {
        LineStroke(.ink, width: 1.2, dash: Self.orbitDashes[index % Self.orbitDashes.count])
    }

    /// In front of an orbit's numbers: alone they could be taken for names of classes.
    private func letter(_ index: Int) -> String { String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26))) }

    /// What the axes with their numbers and names take, in points; a point on each side where there are none.
    public func insets(in size: FigureSize) -> FigureInsets {
        guard axes != nil else { return FigureInsets(left: 1, right: 1, top: 1, bottom: 1) }
        let plot = FigureBox(x: 0, y: 0, width: max(size.width - 60, 20), height: max(size.height - 42, 20))
        return frame(plot)?.insets(plot: plot) ?? FigureInsets()
    }

    /// The plane's part that is seen: the data's middle in the middle, one scale for both directions.
    private func window(_ plot: FigureBox) -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
        let points = (classes.flatMap(\.points) + orbits.flatMap(\.points)).filter(\.isDrawable)
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        let (left, right) = (xs.min() ?? 0, xs.max() ?? 1)
        let (low, high) = (ys.min() ?? 0, ys.max() ?? 1)
        let room = plot.inset(by: 9)
        let size = max(left.magnitude, right.magnitude, low.magnitude, high.magnitude)
        var unit = max((right - left) / room.width, (high - low) / room.height)
        // One place only, or nearly: any scale will do.
        if unit <= size * 1e-12 || unit < 1e-290 { unit = size > 1e-280 ? size * 0.01 : 0.01 }
        func range(_ from: Double, _ to: Double, _ length: Double) -> ClosedRange<Double> {
            let middle = from + (to - from) / 2
            return middle - unit * length / 2 ... middle + unit * length / 2
        }
        return (range(left, right, plot.width), range(low, high, plot.height))
    }

    private func frame(_ plot: FigureBox, left: Double? = nil) -> AxisFrame? {
        guard var axes else { return nil }
        let window = window(plot)
        axes.x.limits = window.x
        axes.y.limits = window.y
        let room = left.map { AxisFrame.numberRoom(inset: $0, axis: axes.y, plot: plot) } ?? .infinity
        return AxisFrame(
            bottom: AxisFrame.bottom(axes.x, values: [], plot: plot),
            left: AxisFrame.upright(axes.y, values: [], plot: plot, room: room))
    }

    /// Axes or a border, the points, the orbits with their stops numbered, and each class's name near its points.
    public func draw(in plot: FigureBox, cell: FigureBox, styles: FigureStyles, on canvas: some Canvas) {
        if let frame = frame(plot, left: plot.x - cell.x) {
            frame.draw(plot: plot, cell: cell, on: canvas)
        } else {
            canvas.rectangle(plot, fill: nil, stroke: LineStroke(.muted, width: 0.6))
        }
        let window = window(plot)
        func place(_ value: FigureValue) -> FigurePoint? {
            guard value.isDrawable else { return nil }
            let across = (value.x - window.x.lowerBound) / (window.x.upperBound - window.x.lowerBound)
            let up = (value.y - window.y.lowerBound) / (window.y.upperBound - window.y.lowerBound)
            return FigurePoint(plot.x + across * plot.width, plot.maxY - up * plot.height)
        }
        let placed = classes.map { $0.points.compactMap(place) }
        let count = placed.reduce(0) { $0 + $1.count }
        let radius = count > 4000 ? 1.1 : count > 1200 ? 1.4 : count > 200 ? 1.9 : 2.6
        for (item, points) in zip(classes, placed) {
            let look = styles.pointClass(item.name)
            let stroke = look.shape.isOpen ? LineStroke(look.colour, width: max(0.6, radius * 0.45)) : nil
            canvas.markers(look.shape, at: points, radius: radius, fill: AreaFill(look.colour), stroke: stroke)
        }
        var placer = LabelPlacer(bounds: plot.inset(by: 2), data: [])
        drawOrbits(orbits.map { ($0, $0.points.map(place)) }, &placer, on: canvas)
        if placed.allSatisfy(\.isEmpty), orbits.isEmpty { canvas.noData(in: plot) }
        let traced = placer.data
        for (index, (item, points)) in zip(classes, placed).enumerated() where !points.isEmpty && !item.name.isEmpty {
            // On its own points it may stand: they say whose name it is.
            placer.data = traced + placed.enumerated().filter { $0.offset != index }.flatMap(\.element)
            let name = TextMetrics.cut(item.name, to: plot.width * 0.4, size: FigureText.standardSize, weight: .bold)
            if let text = placer.place(
                name, near: Self.heart(of: points), clearance: 2, includesCentre: points.count > 20, weight: .bold)
            {
                canvas.text(text)
            }
        }
    }

    /// The point nearest to the middle of most of them; the middle itself may lie between two clusters.
    private static func heart(of points: [FigurePoint]) -> FigurePoint {
        let middle = FigurePoint(points.map(\.x).sorted()[points.count / 2], points.map(\.y).sorted()[points.count / 2])
        return points.min { $0.distance(to: middle) < $1.distance(to: middle) } ?? middle
    }

    private func drawOrbits(
        _ orbits: [(orbit: Orbit, stops: [FigurePoint?])], _ placer: inout LabelPlacer, on canvas: some Canvas
    ) {
        for (index, (orbit, stops)) in orbits.enumerated() {
            var runs: [[FigurePoint]] = [[]]
            for stop in stops + (orbit.isClosed ? stops.prefix(1) : []) {
                if let stop { runs[runs.count - 1].append(stop) } else { runs.append([]) }
            }
            for run in runs {
                canvas.polyline(run, LineStroke(.paper, width: 3, opacity: 0.9))
                canvas.polyline(run, orbitStroke(index))
                placer.data += LabelPlacer.samples(along: run)
            }
        }
        for (_, stops) in orbits {
            let places = stops.compactMap(\.self)
            canvas.markers(
                .circle, at: places, radius: 3, fill: AreaFill(.ink), stroke: LineStroke(.paper, width: 0.9))
            for place in places { placer.keepFree(FigureBox(x: place.x - 3.5, y: place.y - 3.5, width: 7, height: 7)) }
        }
        for (index, (_, stops)) in orbits.enumerated() {
            for (text, place) in Self.numbers(stops) {
                let name = letter(index) + text
                guard let label = placer.place(name, near: place, clearance: 3.2, reach: 40, leader: 3.5, weight: .bold)
                else { continue }
                LabelLeader(from: place, clearance: 3.5, to: label.box)?.draw(on: canvas)
                canvas.text(label)
            }
        }
    }

    /// What stands at the stops of one orbit. Stops on one place, as a network that ties its weights has them,
    /// share a label; of a long orbit only both ends have one.
    static func numbers(_ stops: [FigurePoint?]) -> [(text: String, place: FigurePoint)] {
        let ends = [stops.firstIndex { $0 != nil }, stops.lastIndex { $0 != nil }]
        var places: [(steps: [Int], place: FigurePoint)] = []
        for (step, stop) in stops.enumerated() {
            guard let stop, stops.count <= 12 || ends.contains(step) else { continue }
            if let index = places.firstIndex(where: { $0.place.distance(to: stop) < 4 }) {
                places[index].steps.append(step)
            } else {
                places.append(([step], stop))
            }
        }
        return places.map { steps, place in
            let isRow = steps.count > 2 && steps[steps.count - 1] - steps[0] == steps.count - 1
            return (
                isRow ? "\(steps[0])–\(steps[steps.count - 1])" : steps.map(String.init).joined(separator: ", "), place
            )
        }
    }
}
