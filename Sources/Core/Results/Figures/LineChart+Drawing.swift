extension LineChart {
    private static let rightDash: [Double] = [5, 2.5]
    private static let otherDash: [Double] = [3, 2]
    private static let radius = 2.7
    private static let spanFill = AreaFill(.muted, opacity: 0.2)

    /// Each name with its line or dots, then which axis is which, the spans, the bands and the marks off the axis, as far as shown.
    public func legend(_ styles: FigureStyles) -> [LegendEntry] {
        var entries: [LegendEntry] = []
        for series in series where isShown(series) && !entries.contains(where: { $0.name == series.name }) {
            let look = styles.series(series.key)
            // Single curves and their mean have one name.
            let drawn = self.series.filter { $0.name == series.name }
            guard drawn.contains(where: { $0.look != .dots }) else {
                let sample = LegendEntry.Sample.marker(.circle, look.colour, isHollow: true)
                entries.append(LegendEntry(name: series.name, sample: sample, isSeries: true))
                continue
            }
            let isDashed = drawn.allSatisfy { $0.look == .dashedLine }
            let stroke = LineStroke(look.colour, width: 1.5, dash: isDashed ? Self.otherDash : look.dash)
            // With two axes the name stands for both sides, and the side has an entry of its own.
            entries.append(LegendEntry(name: series.name, sample: .line(stroke, look.shape, isHollow: false), isSeries: true))
        }
        let bands = bandFills(styles)
        if series.count == 1, right == nil, bands.isEmpty { entries = [] }
        if let right {
            let solid = LineStroke(.muted, width: 1.5)
            let dashed = LineStroke(.muted, width: 1.5, dash: Self.rightDash)
            entries.append(
                LegendEntry(name: "\(left.label), left axis", sample: .line(solid, .circle, isHollow: false)))
            entries.append(
                LegendEntry(name: "\(right.label), right axis", sample: .line(dashed, .circle, isHollow: true)))
        }
        for span in spans where !entries.contains(where: { $0.name == span.label }) {
            entries.append(LegendEntry(name: span.label, sample: .areas([Self.spanFill])))
        }
        for mark in marks where !mark.kind.isEmpty && !entries.contains(where: { $0.name == mark.kind }) {
            entries.append(LegendEntry(name: mark.kind, sample: .marker(mark.shape, .ink, isHollow: true)))
        }
        if !bands.isEmpty { entries.append(LegendEntry(name: bandName, sample: .areas(bands))) }
        if hasFloor {
            entries.append(
                LegendEntry(name: "0 or less, off the axis", sample: .marker(.downTriangle, .muted, isHollow: true)))
        }
        return entries
    }

    /// Whether the series has a point that can be drawn, off the axis too.
    private func isShown(_ series: Series) -> Bool {
        let y = series.side == .right ? right ?? left : left
        func isShown(_ value: Double, on axis: FigureAxis) -> Bool {
            AxisScale.isDrawable(value, on: axis.scale) || axis.scale == .logarithmic && value.isFinite && value <= 0
        }
        return series.points.contains { isShown($0.x, on: x) && isShown($0.y, on: y) }
    }

    /// Of the series that have bands, each once.
    private func bandFills(_ styles: FigureStyles) -> [AreaFill] {
        var fills: [AreaFill] = []
        for series in series where series.points.contains(where: { ($0.deviation ?? 0) > 0 && $0.y.isFinite }) {
            let fill = DrawnSeries.bandFill(styles.series(series.key))
            if !fills.contains(fill) { fills.append(fill) }
        }
        return fills
    }

    private var hasFloor: Bool {
        series.contains { series in
            let y = series.side == .right ? right ?? left : left
            return series.points.contains { point in
                (y.scale == .logarithmic && point.y <= 0 && point.y.isFinite && point.x.isFinite)
                    || (x.scale == .logarithmic && point.x <= 0 && point.x.isFinite && point.y.isFinite)
            }
        }
    }

    /// Axes; spans, bands, references and lines within the plot; markers, marks and labels above them.
    public func draw(in plot: FigureBox, cell: FigureBox, styles: FigureStyles, on canvas: some Canvas) {
        let insets = FigureInsets(left: plot.x - cell.x, right: cell.maxX - plot.maxX)
        let frame = frame(plot, insets: insets)
        guard let bottom = frame.bottom else { return }
        frame.draw(plot: plot, cell: cell, on: canvas)
        let drawn = series.map { series in
            let y = (series.side == .right ? frame.right : nil) ?? frame.left
            return DrawnSeries(
                series, x: bottom.scale, y: y.scale, isRight: series.side == .right && frame.right != nil)
        }
        canvas.clipped(to: plot) {
            for span in spans { draw(span, bottom.scale, plot, on: canvas) }
            for (series, places) in zip(series, drawn) { places.drawBands(styles.series(series.key), on: canvas) }
            for reference in references { draw(reference, frame, plot, on: canvas) }
            for (series, places) in zip(series, drawn) where series.look != .dots {
                let look = styles.series(series.key)
                let dash = places.isRight ? Self.rightDash : series.look == .dashedLine ? Self.otherDash : look.dash
                let stroke =
                    series.look == .thinLine
                    ? LineStroke(look.colour, width: 0.6, dash: dash, opacity: 0.55)
                    : LineStroke(look.colour, width: 1.5, dash: dash)
                for run in places.runs { canvas.polyline(run, stroke) }
            }
        }
        for (index, (series, places)) in zip(series, drawn).enumerated() where series.look != .thinLine {
            let look = styles.series(series.key)
            let isDots = series.look == .dots
            let places = isDots ? places.runs.flatMap(\.self) : places.markers(offset: index)
            let inside = places.filter { plot.inset(by: -0.5).contains($0) }
            if isDots {
                canvas.seeds(at: inside, colour: look.colour)
            } else {
                canvas.marker(look.shape, at: inside, radius: Self.radius, colour: look.colour, isHollow: drawn[index].isRight)
            }
            let floored = drawn[index].floored.map { $0.moved(into: plot.inset(by: 4)) }
            canvas.marker(.downTriangle, at: floored, radius: 3.2, colour: look.colour, isHollow: true)
        }
        let data = drawn.flatMap { $0.runs.flatMap(LabelPlacer.samples) + $0.floored }
        if data.isEmpty { canvas.noData(in: plot) }
        drawLabels(frame, plot, data, on: canvas)
    }

    private func scale(_ axis: Reference.Axis, _ frame: AxisFrame) -> AxisScale? {
        switch axis {
        case .x: frame.bottom?.scale
        case .left: frame.left.scale
        case .right: (frame.right ?? frame.left).scale
        }
    }

    private func draw(_ span: Span, _ scale: AxisScale, _ plot: FigureBox, on canvas: some Canvas) {
        guard let from = scale.place(span.from), let to = scale.place(span.to), from.isFinite, to.isFinite else { return }
        let (start, end) = (max(min(from, to), plot.x), min(max(from, to), plot.maxX))
        guard start < end else { return }
        canvas.rectangle(
            FigureBox(x: start, y: plot.y, width: end - start, height: plot.height), fill: Self.spanFill, stroke: nil)
    }

    private func draw(_ reference: Reference, _ frame: AxisFrame, _ plot: FigureBox, on canvas: some Canvas) {
        let ends = ends(reference, frame, plot)
        if !ends.isEmpty { canvas.polyline(ends, LineStroke(.muted, width: 0.9, dash: [1.2, 1.8])) }
    }

    /// Empty where it is not seen.
    private func ends(_ reference: Reference, _ frame: AxisFrame, _ plot: FigureBox) -> [FigurePoint] {
        guard let scale = scale(reference.axis, frame), scale.contains(reference.value),
            let place = scale.place(reference.value)
        else { return [] }
        return reference.axis == .x
            ? [FigurePoint(place, plot.y), FigurePoint(place, plot.maxY)]
            : [FigurePoint(plot.x, place), FigurePoint(plot.maxX, place)]
    }

    /// What no mark's name shall cover.
    private func linePoints(_ reference: Reference, _ frame: AxisFrame, _ plot: FigureBox) -> [FigurePoint] {
        LabelPlacer.samples(along: ends(reference, frame, plot))
    }

    private func drawLabels(_ frame: AxisFrame, _ plot: FigureBox, _ data: [FigurePoint], on canvas: some Canvas) {
        var placer = LabelPlacer(bounds: plot, data: data)
        let marked = marks.compactMap { mark -> (Mark, FigurePoint)? in
            let y = (mark.side == .right ? frame.right : nil) ?? frame.left
            guard let bottom = frame.bottom, bottom.scale.contains(mark.x), y.scale.contains(mark.y),
                let placeX = bottom.scale.place(mark.x), let placeY = y.scale.place(mark.y)
            else { return nil }
            return (mark, FigurePoint(placeX, placeY))
        }
        for (mark, point) in marked {
            canvas.markers(mark.shape, at: [point], radius: 5, fill: nil, stroke: LineStroke(.ink, width: 1.2))
            let reach = mark.shape == .circle ? 5.0 : 6.5
            placer.keepFree(FigureBox(x: point.x - reach, y: point.y - reach, width: 2 * reach, height: 2 * reach))
        }
        placer.data += references.flatMap { linePoints($0, frame, plot) }
        let requests = marked.map { mark, point in
            (TextMetrics.cut(mark.label, to: plot.width * 0.9, size: FigureText.standardSize), point)
        }
        for (text, (_, point)) in zip(placer.place(requests, clearance: 6, reach: 90, leader: 5.5), marked) {
            guard let text else { continue }
            LabelLeader(from: point, clearance: 5.5, to: text.box)?.draw(on: canvas)
            canvas.text(text)
        }
        placer.data = data
        for reference in references {
            guard let scale = scale(reference.axis, frame), scale.contains(reference.value),
                let place = scale.place(reference.value),
                let text = placer.best(reference.labelCandidates(at: place, in: plot))
            else { continue }
            canvas.text(text)
        }
    }
}

extension Canvas {
    /// An empty chart says that it means to be empty.
    func noData(in plot: FigureBox) {
        text(FigureText("no data", at: plot.middle, colour: .muted, anchor: .middle, alignment: .middle))
    }
}
