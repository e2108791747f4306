extension DotChart {
    private static let size = FigureText.standardSize
    private static let lineHeight = size * TextMetrics.lineHeight

    /// Each method's shape and colour, then what the small dots, the intervals and the marks off the axis are, as far as shown.
    public func legend(_ styles: FigureStyles) -> [LegendEntry] {
        var entries: [LegendEntry] = []
        for method in methods where isShown(method) && !entries.contains(where: { $0.name == method.name }) {
            let look = styles.series(method.name)
            entries.append(LegendEntry(name: method.name, sample: .marker(look.shape, look.colour, isHollow: false), isSeries: true))
        }
        let shown = methods.flatMap { $0.entries.compactMap(\.self) }
        if shown.contains(where: { $0.values.count > 1 }) {
            entries.append(LegendEntry(name: "one seed", sample: .marker(.circle, .muted, isHollow: true)))
        }
        if shown.contains(where: { $0.interval != nil }) {
            let stroke = LineStroke(.muted, width: 1.2)
            entries.append(LegendEntry(name: intervalName, sample: .line(stroke, .circle, isHollow: false)))
            if hasCutInterval { entries.append(LegendEntry(name: "goes on beyond the plot", sample: .arrow(stroke))) }
        }
        if value.scale == .logarithmic,
            shown.contains(where: { $0.values.contains { $0.isFinite && $0 <= 0 } || ($0.mean ?? 1) <= 0 })
        {
            entries.append(
                LegendEntry(name: "0 or less, off the axis", sample: .marker(.downTriangle, .muted, isHollow: true)))
        }
        return entries
    }

    /// Whether it has a seed or mean that can be drawn, off the axis too.
    private func isShown(_ method: Method) -> Bool {
        groups.indices.compactMap { entry(method, $0) }.flatMap { $0.values + ($0.mean.map { [$0] } ?? []) }.contains {
            AxisScale.isDrawable($0, on: value.scale) || value.scale == .logarithmic && $0.isFinite && $0 <= 0
        }
    }

    /// What the left axis, the names of the groups (three lines at most) and `groupLabel` take, in points.
    public func insets(in size: FigureSize) -> FigureInsets {
        let plot = FigureBox(x: 0, y: 0, width: max(size.width - 50, 20), height: max(size.height - 42, 20))
        var insets = frame(plot).insets(plot: plot)
        let lines = (0 ..< groups.count).map { groupLines($0, plot.width).count }.max() ?? 0
        insets.bottom = 5 + Double(lines) * Self.lineHeight + (groupLabel.isEmpty ? 0 : 3 + Self.lineHeight)
        return insets
    }

    private func frame(_ plot: FigureBox, left: Double? = nil) -> AxisFrame {
        let axis = shownAxis
        let room = left.map { AxisFrame.numberRoom(inset: $0, axis: axis, plot: plot) } ?? .infinity
        return AxisFrame(left: AxisFrame.upright(axis, values: axisValues, plot: plot, room: room))
    }

    private func groupLines(_ index: Int, _ width: Double, limit: Int = 3) -> [String] {
        let room = width / Double(max(groups.count, 1)) - 4
        // Groups narrower than an ellipsis go without a name.
        return room < Self.lineHeight
            ? [] : TextMetrics.lines(groups[index], width: room, size: Self.size, limit: limit)
    }

    /// Axis, groups, and each method's seeds, interval and mean; `no data` where there is none.
    public func draw(in plot: FigureBox, cell: FigureBox, styles: FigureStyles, on canvas: some Canvas) {
        let frame = frame(plot, left: plot.x - cell.x)
        let groupWidth = plot.width / Double(max(groups.count, 1))
        let dividers = groups.indices.dropFirst().map { plot.x + Double($0) * groupWidth }
        frame.draw(plot: plot, cell: cell, dividers: dividers, on: canvas)
        // The plot may be narrower than the room for the names was reckoned with.
        let nameRoom = groupLabel.isEmpty ? 0 : 3 + Self.lineHeight
        let lineLimit = max(1, Int((cell.maxY - plot.maxY - 5 - nameRoom) / Self.lineHeight + 0.01))
        let slot = min(groupWidth * 0.8 / Double(max(methods.count, 1)), 34)
        var data: [FigurePoint] = []
        for (index, _) in groups.enumerated() {
            let middle = plot.x + (Double(index) + 0.5) * groupWidth
            for (lineIndex, line) in groupLines(index, plot.width, limit: lineLimit).enumerated() {
                let y = plot.maxY + 5 + Double(lineIndex) * Self.lineHeight
                canvas.text(FigureText(line, at: FigurePoint(middle, y), anchor: .middle, alignment: .top))
            }
            for (place, method) in methods.enumerated() {
                guard let entry = entry(method, index) else { continue }
                let x = middle + (Double(place) - Double(methods.count - 1) / 2) * slot
                data += draw(entry, styles.series(method.name), x: x, slot: slot, frame.left.scale, plot, on: canvas)
            }
        }
        if !groupLabel.isEmpty {
            AxisFrame.drawName(FigureAxis(groupLabel), below: plot, cell: cell, limit: 1, on: canvas)
        }
        if data.isEmpty { canvas.noData(in: plot) }
        var placer = LabelPlacer(bounds: plot, data: data)
        for reference in references where reference.axis == .left {
            drawReference(reference, frame.left.scale, plot, &placer, on: canvas)
        }
    }

    /// - Returns: the places that are covered now.
    private func draw(
        _ entry: Entry, _ look: SeriesLook, x: Double, slot: Double, _ scale: AxisScale, _ plot: FigureBox,
        on canvas: some Canvas
    ) -> [FigurePoint] {
        func place(_ value: Double) -> Double? { scale.contains(value) ? scale.place(value) : nil }
        if drawsBars, let mean = entry.mean, let top = scale.place(mean), let foot = scale.place(0) {
            let (from, to) = (min(max(top, plot.y), plot.maxY), min(max(foot, plot.y), plot.maxY))
            canvas.rectangle(
                FigureBox(x: x - slot * 0.4, y: min(from, to), width: slot * 0.8, height: abs(to - from)),
                fill: AreaFill(look.colour, opacity: 0.35), stroke: LineStroke(look.colour, width: 0.8))
        }
        var covered: [FigurePoint] = []
        // The seeds spread in their order, beside the mean: chance would draw another picture each time.
        let count = entry.values.count
        let isApart = !drawsBars && count > 1
        let spread = slot * (isApart ? 0.3 : 0.56)
        let seedX = isApart ? x - slot * 0.2 : x
        let meanX = isApart ? x + slot * 0.22 : x
        var seeds: [FigurePoint] = []
        var floored: [FigurePoint] = []
        for (index, value) in entry.values.enumerated() {
            let part = count > 1 ? Double(index) / Double(count - 1) - 0.5 : 0
            if let y = place(value) {
                seeds.append(FigurePoint(seedX + part * spread, y))
            } else if scale.isFloor(value) {
                floored.append(FigurePoint(x, plot.maxY - 4))
            }
        }
        if count > 1 { canvas.seeds(at: seeds, colour: look.colour) }
        covered += seeds
        if let interval = entry.interval {
            let ends = draw(interval, x: meanX, LineStroke(look.colour, width: 1.2), scale, plot, on: canvas)
            covered += LabelPlacer.samples(along: ends)
        }
        if let mean = entry.mean {
            if let y = place(mean) {
                canvas.marker(look.shape, at: [FigurePoint(meanX, y)], radius: 3, colour: look.colour, isHollow: false)
                covered.append(FigurePoint(meanX, y))
            } else if scale.isFloor(mean), floored.isEmpty {
                floored.append(FigurePoint(x, plot.maxY - 4))
            }
        }
        if let point = floored.first {
            canvas.marker(.downTriangle, at: [point], radius: 3, colour: look.colour, isHollow: true)
            covered.append(point)
        }
        return covered
    }

    /// - Returns: its ends as far as they are seen.
    private func draw(
        _ interval: ClosedRange<Double>, x: Double, _ stroke: LineStroke, _ scale: AxisScale, _ plot: FigureBox,
        on canvas: some Canvas
    ) -> [FigurePoint] {
        guard let low = scale.placeOrFloor(interval.lowerBound), let high = scale.place(interval.upperBound) else { return [] }
        var (floor, top) = (plot.maxY, plot.y)
        if let bounds = value.bounds {
            floor = min(floor, scale.place(bounds.lowerBound) ?? floor)
            top = max(top, scale.place(bounds.upperBound) ?? top)
        }
        guard low >= plot.y, high <= plot.maxY else { return [] }
        let ends = [low, high].map { FigurePoint(x, min(max($0, top), floor)) }
        canvas.polyline(ends, stroke)
        for (end, y) in zip(ends, [low, high]) {
            let isCut = (end.y == plot.y && y < plot.y) || (end.y == plot.maxY && y >= plot.maxY)
            if isCut {
                canvas.arrowHead(at: end, isUp: end.y == plot.y, stroke)
            } else if end.y == y {
                // One that goes on beyond what values can be has no cap.
                canvas.polyline([FigurePoint(x - 2.5, y), FigurePoint(x + 2.5, y)], stroke)
            }
        }
        return ends
    }

    private func drawReference(
        _ reference: LineChart.Reference, _ scale: AxisScale, _ plot: FigureBox, _ placer: inout LabelPlacer,
        on canvas: some Canvas
    ) {
        guard scale.contains(reference.value), let y = scale.place(reference.value) else { return }
        canvas.polyline(
            [FigurePoint(plot.x, y), FigurePoint(plot.maxX, y)], LineStroke(.muted, width: 0.9, dash: [1.2, 1.8]))
        let candidates = reference.labelCandidates(at: y, in: plot)
        if let text = placer.best(candidates) { canvas.text(text) }
    }
}
